import { Module } from '@nestjs/common';
import { DatabaseModule } from '../platform/database/database.module';
import { AuditLog } from './audit/audit-log';
import { AuditRetention } from './audit/audit-retention';
import { Refusals } from './audit/refusals';
import { Door } from './door';
import { Keys } from './keys/keys';
import { AccessTokens } from './oidc/access-tokens';
import { KeyUses } from './keys/key-uses';
import { OidcLogIn } from './oidc/log-in';
import { Sessions } from './sessions/sessions';

/** Who may call the HTTP process, and what was done. */
@Module({
  imports: [DatabaseModule],
  providers: [AccessTokens, AuditLog, AuditRetention, Door, Keys, KeyUses, OidcLogIn, Refusals, Sessions],
  exports: [AuditLog, Door, Keys, OidcLogIn, Refusals, Sessions],
})
export class AccessModule {}
