import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isCertificate } from './certificates';

/** The settings that say how brokers are reached. */
export interface KafkaSecurity {
  readonly KAFKA_TLS: boolean;
  readonly KAFKA_TLS_CA?: string | undefined;
  readonly KAFKA_TLS_CERT?: string | undefined;
  readonly KAFKA_TLS_KEY?: string | undefined;
  readonly KAFKA_TLS_KEY_PASSPHRASE?: string | undefined;
  readonly KAFKA_SASL_MECHANISM?: 'plain' | 'scram-sha-256' | 'scram-sha-512' | undefined;
  readonly KAFKA_SASL_USERNAME?: string | undefined;
  readonly KAFKA_SASL_PASSWORD?: string | undefined;
}

/** Settings that mean nothing without others. */
const NEEDS: readonly (readonly [keyof KafkaSecurity, keyof KafkaSecurity])[] = [
  ['KAFKA_TLS_CERT', 'KAFKA_TLS_KEY'],
  ['KAFKA_TLS_KEY', 'KAFKA_TLS_CERT'],
  ['KAFKA_TLS_KEY_PASSPHRASE', 'KAFKA_TLS_KEY'],
  ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME'],
  ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'],
  ['KAFKA_SASL_PASSWORD', 'KAFKA_SASL_MECHANISM'],
];

const NEED_TLS = ['KAFKA_TLS_CA', 'KAFKA_TLS_CERT', 'KAFKA_TLS_KEY', 'KAFKA_TLS_KEY_PASSPHRASE'] as const;

/** What is wrong with these settings together, without their values; each begins with the name of a setting. */
export function kafkaSecurityProblems(settings: KafkaSecurity): string[] {
  const incomplete = [
    ...NEED_TLS.filter((name) => settings[name] !== undefined && !settings.KAFKA_TLS).map(
      (name) => `${name}: needs KAFKA_TLS=on`,
    ),
    ...NEEDS.filter(([name, other]) => settings[name] !== undefined && settings[other] === undefined).map(
      ([name, other]) => `${name}: needs ${other}`,
    ),
  ];
  return incomplete.length > 0 ? incomplete : clientProblems(settings);
}

function clientProblems(settings: KafkaSecurity): string[] {
  const { KAFKA_TLS_CA: ca, KAFKA_TLS_CERT: cert, KAFKA_TLS_KEY: key, KAFKA_TLS_KEY_PASSPHRASE: passphrase } = settings;
  const own = attempt(() => cert && new X509Certificate(cert));
  const ownKey = attempt(() => key && createPrivateKey({ key, ...(passphrase !== undefined && { passphrase }) }));
  const problems: [isWrong: boolean, problem: string][] = [
    [ca !== undefined && !isCertificate(ca), 'KAFKA_TLS_CA: must be a certificate in PEM'],
    [cert !== undefined && !own, 'KAFKA_TLS_CERT: must be a certificate in PEM'],
    [
      key !== undefined && !ownKey,
      'KAFKA_TLS_KEY: must be a private key in PEM, with the right KAFKA_TLS_KEY_PASSPHRASE if it is encrypted',
    ],
    [!!own && !!ownKey && !own.checkPrivateKey(ownKey), 'KAFKA_TLS_KEY: does not belong to KAFKA_TLS_CERT'],
  ];
  return problems.filter(([isWrong]) => isWrong).map(([, problem]) => problem);
}

/** Undefined if it fails. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
