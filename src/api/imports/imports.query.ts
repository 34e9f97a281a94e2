import { ApiProperty } from '@nestjs/swagger';
import { IMPORT_KINDS, type ImportKind } from '../../ingestion/csv/columns';
import { IMPORT_SOURCES, type ImportSource } from '../../ingestion/imports/import.entity';
import { ChoiceParameter, inWords, PageQuery } from '../http/validation/parameters';
import { Rule } from '../http/validation/rule';

/** The kind of import in a path. */
export class ImportKindParameter {
  @ApiProperty({ enum: IMPORT_KINDS, example: 'store-status' })
  @Rule('unknown_import_kind', (kind) => IMPORT_KINDS.some((known) => known === kind), {
    choices: inWords(IMPORT_KINDS),
  })
  kind!: ImportKind;
}

/** The query of `GET /imports`. */
export class ListImportsQuery extends PageQuery {
  @ChoiceParameter(IMPORT_SOURCES, { example: 'csv', description: 'Only imports that came this way' })
  source?: ImportSource;
}
