import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IMPORT_KINDS, type ImportKind } from '../../ingestion/csv/columns';
import { MAX_FILE_NAME } from '../../ingestion/imports/file-name';
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

/** Characters of a name with its folders. */
const MAX_GIVEN_NAME = 1000;

/** The query of `POST /imports/{kind}`. */
export class ImportQuery {
  @ApiPropertyOptional({
    type: String,
    maxLength: MAX_GIVEN_NAME,
    example: 'store_status_october.csv',
    description: `What the file is called, to be shown with the import. Folders before it and control characters are left out; the first ${MAX_FILE_NAME} characters are kept`,
  })
  @IsOptional()
  @Rule('invalid_file_name', isGivenName, { most: MAX_GIVEN_NAME })
  file_name?: string;
}

/** The query of `GET /imports`. */
export class ListImportsQuery extends PageQuery {
  @ChoiceParameter(IMPORT_SOURCES, { example: 'csv', description: 'Only imports that came this way' })
  source?: ImportSource;
}

function isGivenName(name: unknown): boolean {
  return typeof name === 'string' && Array.from(name).length <= MAX_GIVEN_NAME;
}
