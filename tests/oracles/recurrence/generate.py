"""Rules of days with their first dates by python-dateutil 2.9.0: python3 generate.py > dateutil.json"""
import json
import random
from datetime import datetime
from itertools import islice, takewhile

from dateutil.rrule import rrulestr

chance = random.Random(5545)
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def some(values, most):
    return ",".join(str(each) for each in sorted(chance.sample(values, chance.randint(1, most)), key=str))


def rule():
    frequency = chance.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={frequency}"]
    if chance.random() < 0.4:
        parts.append(f"INTERVAL={chance.randint(2, 6)}")
    if chance.random() < 0.2:
        parts.append(f"COUNT={chance.randint(1, 15)}")
    elif chance.random() < 0.2:
        parts.append(f"UNTIL=20{chance.randint(28, 40)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}")
    chosen = False
    if chance.random() < 0.3:
        parts.append(f"BYMONTH={some(range(1, 13), 4)}")
        chosen = True
    if frequency != "WEEKLY" and chance.random() < 0.4:
        parts.append(f"BYMONTHDAY={some([*range(1, 32), -1, -2, -15], 4)}")
        chosen = True
    elif chance.random() < 0.4:
        numbered = frequency in ("MONTHLY", "YEARLY") and chance.random() < 0.5
        names = [f"{n}{day}" for n in (1, 2, 4, -1) for day in DAYS] if numbered else DAYS
        parts.append(f"BYDAY={some(names, 3)}")
        chosen = True
    # dateutil cuts the first week at its start, so that another day of it is the first.
    if chosen and frequency != "WEEKLY" and chance.random() < 0.3:
        parts.append(f"BYSETPOS={chance.choice([1, 2, -1])}")
    if chance.random() < 0.2:
        parts.append(f"WKST={chance.choice(DAYS)}")
    return ";".join(parts)


found = []
while len(found) < 500:
    text = rule()
    start = datetime(chance.randint(2024, 2028), chance.randint(1, 12), chance.randint(1, 28))
    dates = takewhile(lambda day: day.year < 2060, rrulestr(text, dtstart=start))
    days = [day.strftime("%Y-%m-%d") for day in islice(dates, 12)]
    if days:
        found.append([text, start.strftime("%Y-%m-%d"), days])
print("[")
print(",\n".join(json.dumps(each, separators=(",", ":")) for each in found))
print("]")
