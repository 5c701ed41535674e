import { pino, type Logger } from 'pino';
import { config } from './config/config.ts';

/**
 * The one logger: JSON lines on standard error, so that standard output stays free for what a person or a script
 * asked for.
 */
export const logger: Logger = pino(
  {
    level: config.logLevel,
    base: { service: 'pit' },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['*.password', '*.authorization', '*.token', '*.secret'], censor: '[hidden]' },
  },
  pino.destination({ dest: 2, sync: true }),
);
