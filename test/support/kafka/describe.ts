import { missingForKafka } from './programs';

/** Tests with a real broker; where there can be none, they are skipped and one line says why. */
export function describeWithKafka(name: string, tests: () => void): void {
  const missing = missingForKafka();
  if (missing !== undefined) process.stderr.write(`${name}: skipped, since no Kafka can be run here: ${missing}.\n`);
  (missing === undefined ? describe : describe.skip)(name, tests);
}
