import { Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Project } from '../../entities/project.ts';
import { WatchdogAlert } from '../../entities/watchdog-alert.ts';
import { WatchdogScanLog } from '../../entities/watchdog-scan-log.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { requireRole } from '../../src/domain/directory/actor.ts';
import { ALERT_ACTIONS } from '../../src/domain/watchdog/watchdog-actions.ts';
import { RESTRICTED_QUERIES } from '../../src/domain/directory/permissions.ts';
import {
  SelectedFields,
  ConnectionSelection,
  RequiresColumns,
  type SelectedConnection,
} from '../graph/field-selection.ts';
import { ReferenceTo } from '../graph/reference-to.ts';
import { connect, connectionOf, type Connection } from '../graph/connection.ts';
import { AsStored, type ShowStored } from '../graph/stored-json.ts';
import { WatchdogAlertData } from './alert-data.ts';
import { within } from '../graph/filter-conditions.ts';
import { alertConditions, WatchdogAlertsArgs, WatchdogScanLogsArgs } from './watchdog.inputs.ts';

const WatchdogAlertConnection = connectionOf(WatchdogAlert, 'alerts');
const WatchdogScanLogConnection = connectionOf(WatchdogScanLog, 'runs of the watchdog');
const LATEST_ALERTS = [{ property: 'detectedAt', descending: true }];
const LATEST_SCANS = [{ property: 'startedAt', descending: true }];

@Resolver(() => WatchdogAlert)
export class WatchdogAlertResolver {
  @Query(() => WatchdogAlertConnection, {
    description: 'Alerts of all projects that the caller may see, newest first.',
  })
  alerts(
    @Args(() => WatchdogAlertsArgs) args: WatchdogAlertsArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<WatchdogAlert>> {
    const list = { entity: WatchdogAlert, where: alertConditions(args.filter), order: LATEST_ALERTS };
    return connect(context, list, args, wanted);
  }

  @FieldResolver(() => WatchdogAlertData, {
    description: 'Level, subject, and the measures behind the finding.',
  })
  @RequiresColumns('data', 'code')
  data(@Root() alert: WatchdogAlert, @AsStored() show: ShowStored) {
    return show({ ...alert.data, action: ALERT_ACTIONS[alert.code] });
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project that the alert concerns.' })
  @ReferenceTo(Project, 'projectId')
  project(
    @Root() alert: WatchdogAlert,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, alert.projectId);
  }
}

@Resolver(() => Project)
export class ProjectAlertsResolver {
  @FieldResolver(() => WatchdogAlertConnection, { description: 'Alerts of the project, newest first.' })
  alerts(
    @Root() project: Project,
    @Args(() => WatchdogAlertsArgs) args: WatchdogAlertsArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<WatchdogAlert>> {
    const parent = { property: 'projectId', id: project.id };
    const where = alertConditions(args.filter);
    return connect(context, { entity: WatchdogAlert, where, order: LATEST_ALERTS, parent }, args, wanted);
  }
}

@Resolver(() => WatchdogScanLog)
export class WatchdogScanLogResolver {
  @Query(() => WatchdogScanLogConnection, {
    description:
      'Scan log of the watchdog over the organisation, newest first; for foremen and sibling modules.',
  })
  @Directive('@tag(name: "internal")')
  watchdogScanLogs(
    @Args(() => WatchdogScanLogsArgs) args: WatchdogScanLogsArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<WatchdogScanLog>> {
    requireRole(context.actor, ...RESTRICTED_QUERIES.watchdogScanLogs);
    const where = within('startedAt', args.filter?.startedAt);
    return connect(context, { entity: WatchdogScanLog, where, order: LATEST_SCANS }, args, wanted);
  }
}
