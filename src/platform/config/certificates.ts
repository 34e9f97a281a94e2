import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { codeOf, messageOf } from '../../common/error-code';

/** The settings that say who vouches for PostgreSQL and Redis. */
interface Addresses {
  readonly DATABASE_URL?: string | undefined;
  readonly REDIS_URL?: string | undefined;
  readonly REDIS_TLS_CA?: string | undefined;
}

/** What is wrong with these settings together, without their values; each begins with the name of a setting. */
export function certificateProblems({ DATABASE_URL, REDIS_URL, REDIS_TLS_CA }: Addresses): string[] {
  const problems: string[] = [];
  const file = DATABASE_URL === undefined ? null : new URL(DATABASE_URL).searchParams.get('sslrootcert');
  const databaseProblem = file === null ? undefined : fileProblem(file);
  if (databaseProblem !== undefined) problems.push(`DATABASE_URL: its sslrootcert names ${databaseProblem}`);
  if (REDIS_TLS_CA !== undefined) {
    if (REDIS_URL?.startsWith('rediss:') !== true)
      problems.push('REDIS_TLS_CA: needs a REDIS_URL that begins with rediss://');
    if (!isCertificate(REDIS_TLS_CA)) problems.push('REDIS_TLS_CA: must be a certificate in PEM');
  }
  return problems;
}

function fileProblem(file: string): string | undefined {
  try {
    return isCertificate(readFileSync(file, 'utf8')) ? undefined : 'a file that is no certificate in PEM';
  } catch (error) {
    return `a file that cannot be read (${codeOf(error) ?? messageOf(error)})`;
  }
}

/** Whether a text begins with a certificate in PEM. */
export function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}
