import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { ENTITIES } from '../../entities/index.ts';
import { PitNamingStrategy } from './naming-strategy.ts';

/**
 * TypeORM's view of the database at `url`: it maps rows and compares schemas, and never changes a schema;
 * that is for migrations. Opens no connection until `initialize()`.
 */
export function createDataSource(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    schema: 'pit',
    entities: [...ENTITIES],
    namingStrategy: new PitNamingStrategy(),
    synchronize: false,
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    poolSize: 4,
  });
}
