import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { ENTITIES } from '../../../entities/index.ts';
import { PitNamingStrategy } from '../connection/naming-strategy.ts';

/**
 * TypeORM's view of the database at `url`: it maps rows and compares schemas, and never changes a schema;
 * that is for migrations. Opens no connection until `initialize()`.
 */
export function createDataSource(url: string): DataSource {
  return new PitDataSource({
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

class PitDataSource extends DataSource {
  /**
   * Forgets the name of an enum type where it is the one that TypeORM would choose by itself (`task_status_enum`
   * for `task.status`): reading the schema back, TypeORM takes such a type for unnamed, and would report for ever
   * that a named one is missing.
   */
  protected override async buildMetadatas(): Promise<void> {
    await super.buildMetadatas();
    for (const column of this.entityMetadatas.flatMap((entity) => entity.columns)) {
      const nameByDefault = `${column.entityMetadata.tableName}_${column.databaseName}_enum`;
      if (column.enumName === nameByDefault) column.enumName = undefined;
    }
  }
}
