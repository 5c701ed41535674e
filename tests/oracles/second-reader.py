#!/usr/bin/env python3
"""Reads two files of Microsoft Project (MSPDI) and says where their plans differ.

A second opinion on our export: it shares no code, no language and no XML parser with the service. Moments become
boundaries between whole working days, Monday to Friday: 17:00 is the one after its day, any other time the one before it.
Of a milestone, which lies on a boundary and is shown on a day, the day of its start is compared and nothing computed.

usage: second-reader.py <one.xml> <other.xml>; exit code 1 and a line for each difference.
"""
import datetime
import sys
import xml.etree.ElementTree as ET

COMPUTED = ("EarlyStart", "EarlyFinish", "LateStart", "LateFinish")


def local(tag):
    return tag.rsplit("}", 1)[-1]


def child(element, name):
    return next((each for each in element if local(each.tag) == name), None)


def text(element, name, default=None):
    found = child(element, name)
    return default if found is None or found.text is None else found.text.strip()


def boundary(moment):
    """Working days from an origin to a moment; None where there is none."""
    if moment is None:
        return None
    day = datetime.date.fromisoformat(moment[:10])
    if moment.endswith("T17:00:00"):
        day += datetime.timedelta(days=1)
    weeks, weekday = divmod(day.toordinal() - datetime.date(2001, 1, 1).toordinal(), 7)
    return weeks * 5 + min(weekday, 5)


def days(tenths):
    return None if tenths is None else int(tenths) / 4800


def outline(tasks):
    """Name of the summary above each task, by the levels in the order of the file."""
    above, names = {}, []
    for task in tasks:
        level = int(text(task, "OutlineLevel", "1"))
        names = names[: max(level - 1, 0)]
        above[text(task, "UID")] = names[-1] if names else None
        if level > 0:
            names.append(text(task, "Name"))
    return above


def read(path):
    root = ET.parse(path).getroot()
    tasks = [each for each in child(root, "Tasks") if text(each, "UID") != "0"]
    above = outline(tasks)
    plan = {}
    for task in tasks:
        if text(task, "Summary") == "1":
            continue
        uid = text(task, "UID")
        start, finish = text(task, "Start"), text(task, "Finish")
        is_milestone = start == finish
        facts = {
            "name": text(task, "Name"),
            "milestone": is_milestone,
            "progress": text(task, "PercentComplete", "0"),
            "manual": text(task, "Manual", "0"),
            "constraint": text(task, "ConstraintType", "0"),
            "links": sorted(
                (text(link, "PredecessorUID"), text(link, "Type", "1"), days(text(link, "LinkLag", "0")))
                for link in task
                if local(link.tag) == "PredecessorLink"
            ),
        }
        if is_milestone:
            facts["day"] = start[:10]
        else:
            facts["start"], facts["finish"] = boundary(start), boundary(finish)
            for name in COMPUTED:
                facts[name] = boundary(text(task, name))
            facts["TotalSlack"] = days(text(task, "TotalSlack"))
        # Tasks that lay under no summary get one of ours.
        if above[uid] not in (None, "Imported"):
            facts["under"] = above[uid]
        plan[uid] = facts
    return plan


def main():
    one, other = read(sys.argv[1]), read(sys.argv[2])
    differences = []
    for uid in sorted(set(one) | set(other), key=int):
        a, b = one.get(uid, {}), other.get(uid, {})
        for name in sorted(set(a) | set(b)):
            if a.get(name) != b.get(name):
                differences.append(f"task {uid}, {name}: {a.get(name)} and {b.get(name)}")
    print("\n".join(differences) if differences else f"equal: {len(one)} tasks")
    sys.exit(1 if differences else 0)


main()
