import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { type Caller, stranger } from '../../access/caller';
import { inOrder, type Scope, SCOPES } from '../../platform/config/scopes';
import { NO_OTHER_FIELDS } from '../http/validation/body-fields';
import { Rule } from '../http/validation/rule';

const MAX_LENGTH = 200;

/** The body of `POST /session`. */
@ApiSchema(NO_OTHER_FIELDS)
export class LogInDto {
  @ApiProperty({ minLength: 1, maxLength: MAX_LENGTH, example: 'rm_…', description: 'An API key.' })
  @Rule('invalid_key', (key) => typeof key === 'string' && key.length >= 1 && key.length <= MAX_LENGTH)
  key!: string;
}

export class SessionDto {
  @ApiProperty({ example: 'key:8c5f3a1e-0d52-4b0e-9a76-5d6f1c2b3a49', description: 'As in the audit.' })
  actor!: string;

  @ApiProperty({ type: String, nullable: true, example: 'admin', description: 'The name of the key.' })
  name!: string | null;

  @ApiProperty({ enum: SCOPES, isArray: true, example: ['read'], description: 'What the caller may do.' })
  scopes!: Scope[];

  @ApiProperty({ example: false, description: 'Whether people can log in at an OpenID provider: see OIDC_CLIENT_ID.' })
  has_oidc!: boolean;
}

export function toSessionDto(hasOidc: boolean, { actor, name, scopes }: Caller = stranger([])): SessionDto {
  return { actor, name, scopes: inOrder(scopes), has_oidc: hasOidc };
}
