import type { Mutant } from '../mutant';

const KAFKA = 'src/ingestion/kafka';
const BATCH = `${KAFKA}/batch`;

const WRITER = { file: `${BATCH}/partition-writer.ts`, specs: [`${BATCH}/partition-writer.spec.ts`] };
const HANDLER = { file: `${BATCH}/batch-handler.ts`, specs: [`${BATCH}/batch-handler.spec.ts`] };
const HEARTBEATS = { file: `${BATCH}/batch-heartbeats.ts`, specs: [`${BATCH}/batch-heartbeats.spec.ts`] };
const REJECTS = { file: `${BATCH}/rejects-topic.ts`, specs: [`${BATCH}/rejects-topic.spec.ts`] };
const MESSAGES = { file: `${BATCH}/messages.ts`, specs: [`${BATCH}/messages.spec.ts`] };
const SCANNER = { file: `${BATCH}/message-scanner.ts`, specs: [`${BATCH}/messages.spec.ts`] };
const MEMBER = { file: `${KAFKA}/group-member.ts`, specs: [`${KAFKA}/group-member.spec.ts`] };
const LAG = { file: `${KAFKA}/kafka-lag.ts`, specs: [`${KAFKA}/kafka-lag.spec.ts`] };
const RECORDS = `${KAFKA}/records`;
const FETCHED = { file: `${RECORDS}/fetched-records.ts`, specs: [`${RECORDS}/fetched-records.spec.ts`] };
const HEADER = { file: `${RECORDS}/batch-header.ts`, specs: [`${RECORDS}/fetched-records.spec.ts`] };
const RECORD_BATCH = { file: `${RECORDS}/record-batch.ts`, specs: [`${RECORDS}/fetched-records.spec.ts`] };
const BLOCK = { file: `${RECORDS}/message-block.ts`, specs: [`${RECORDS}/fetched-records.spec.ts`] };
const CHECKSUM = { file: `${RECORDS}/crc32c.ts`, specs: [`${RECORDS}/crc32c.spec.ts`] };
const ABORTED = { file: `${RECORDS}/aborted-transactions.ts`, specs: [`${RECORDS}/fetched-records.spec.ts`] };
const CURSOR = { file: `${RECORDS}/cursor.ts`, specs: [`${RECORDS}/fetched-records.spec.ts`] };
const VARINT = { file: `${RECORDS}/cursor.ts`, specs: [`${RECORDS}/cursor.spec.ts`] };
const PROTOCOL = { file: `${RECORDS}/fetch-protocol.ts`, specs: [`${RECORDS}/fetch-protocol.spec.ts`] };
const codec = (name: string) => ({
  file: `${RECORDS}/codecs/${name}.ts`,
  specs: [`${RECORDS}/codecs/codecs.spec.ts`],
});
const CONSUMER = { file: `${KAFKA}/kafka-consumer.ts`, specs: [`${KAFKA}/kafka-consumer.spec.ts`] };

export const kafkaMutants: readonly Mutant[] = [
  {
    ...FETCHED,
    breaks: 'what compaction has removed at the end is left to read for ever',
    replace: 'next = lastOffset + 1n;',
    by: "next = BigInt(messages.last?.offset ?? '-1') + 1n;",
  },
  {
    ...BLOCK,
    breaks: 'messages before the requested offset are taken again',
    replace: '      if (delta < firstDelta) continue;\n',
    by: '',
  },
  {
    ...FETCHED,
    breaks: 'an aborted transaction ends with its first batch',
    replace: 'if (isControl(header)) {',
    by: 'if (isControl(header) || isAborted) {',
  },
  {
    ...FETCHED,
    breaks: 'an aborted transaction never ends',
    replace: '        transactions.end(producerId);\n',
    by: '',
  },
  {
    ...FETCHED,
    breaks: 'an unreadable batch hides what comes before it',
    replace: 'if (next === from) return Parcel.unreadable',
    by: 'return Parcel.unreadable',
  },
  {
    ...FETCHED,
    breaks: 'compressed batches take whatever memory they expand to',
    replace: '        memory.spend(read.memory);\n',
    by: '',
  },
  {
    ...ABORTED,
    breaks: 'aborted transactions are expected in the order in which they ended',
    replace: '.sort((a, b) => (a.firstOffset < b.firstOffset ? 1 : -1))',
    by: '.reverse()',
  },
  {
    ...ABORTED,
    breaks: 'one aborted transaction begins at a time',
    replace: 'for (let next = this.ahead.at(-1); next && next.firstOffset <= lastOffset; next = this.ahead.at(-1)) {',
    by: 'const next = this.ahead.at(-1);\n    if (next && next.firstOffset <= lastOffset) {',
  },
  {
    ...HEADER,
    breaks: 'a batch with a wrong checksum is taken',
    replace: 'if (crc32c(',
    by: 'if (length < 0 && crc32c(',
  },
  {
    ...HEADER,
    breaks: 'the format of a batch is not checked',
    replace: 'if (magic !== MAGIC) throw',
    by: 'if (magic < 0) throw',
  },
  {
    ...RECORD_BATCH,
    breaks: 'a batch may claim any number of messages',
    replace: 'if (count < 0 || limit < 0) throw',
    by: 'if (count < 0) throw',
  },
  {
    ...BLOCK,
    breaks: 'a message may have an offset outside of its batch',
    replace: 'if (delta < 0 || delta > lastDelta) throw',
    by: 'if (delta < 0) throw',
  },
  {
    ...BLOCK,
    breaks: 'the time at which the broker took a batch is ignored',
    replace: 'isAppendTime ? maxTimestamp : ',
    by: 'isAppendTime && sinceFirst < 0n ? maxTimestamp : ',
  },
  {
    ...codec('codecs'),
    breaks: 'an unknown compression counts as none',
    replace: 'if (decode === undefined) throw new Error(`its compression ${codec} is unknown`);',
    by: 'if (decode === undefined) return data;',
  },
  {
    ...codec('codecs'),
    breaks: 'gzip expands without a limit',
    replace: ', { maxOutputLength: limit }',
    by: ', { maxOutputLength: limit * 2 }',
  },
  {
    ...codec('lz4'),
    breaks: 'LZ4 expands without a limit',
    replace: 'needed > this.limit',
    by: 'needed > this.limit * 2',
  },
  {
    ...codec('lz4'),
    breaks: 'checksums of LZ4 blocks are taken for blocks',
    replace: 'at += length + (flags & BLOCK_CHECKSUMS ? 4 : 0);',
    by: 'at += length;',
  },
  {
    ...codec('lz4'),
    breaks: 'an LZ4 match may point before the beginning',
    replace: 'distance === 0 || distance > this.length',
    by: 'distance === 0',
  },
  {
    ...codec('zstd'),
    breaks: 'Zstandard expands without a limit',
    replace: 'if (left < 0)',
    by: 'if (left < -limit)',
  },
  {
    ...codec('zstd'),
    breaks: 'what a Zstandard frame could expand to counts as data',
    replace: 'const length = expanded.lastIndexOf(END);',
    by: 'const length = frame.bound;',
  },
  {
    ...PROTOCOL,
    breaks: 'a batch that the broker finds corrupt holds up all partitions',
    replace: "  [2, 'the broker finds it corrupt'],\n",
    by: '',
  },
  {
    ...PROTOCOL,
    breaks: 'reading begins at the first message of a batch',
    replace: '?.fetchOffset ??',
    by: '?.fetchOffset.slice(0, 0) ??',
  },
  {
    ...HANDLER,
    breaks: 'what has no message at the end of a batch is left to read',
    replace: 'written === delivery.nextOffset ? batch.nextOffset : written',
    by: 'written',
  },
  {
    ...HANDLER,
    breaks: 'a batch that was delivered again counts as read to its end',
    replace: 'written === delivery.nextOffset ? batch.nextOffset : written',
    by: 'batch.nextOffset',
  },
  {
    ...MEMBER,
    breaks: 'nobody but the log is told why a partition is held up',
    replace: 'commit(payload, offset, holdUpNote(reason))',
    by: 'commit(payload, offset)',
  },
  {
    ...MEMBER,
    breaks: 'other partitions wait for one that is held up',
    replace: '.then(payload.pause(), () => undefined)',
    by: '.then(() => undefined, () => undefined)',
  },
  {
    ...MEMBER,
    breaks: 'a partition that was held up is held up longer the next time',
    replace: '    this.heldUp.delete(partition);\n',
    by: '',
  },
  {
    ...WRITER,
    breaks: 'only the first batch of a partition is remembered',
    replace: `ON CONFLICT (consumer_group, topic, partition) DO UPDATE
       SET first_offset = excluded.first_offset, next_offset = excluded.next_offset,
           first_sha256 = excluded.first_sha256, last_sha256 = excluded.last_sha256\``,
    by: 'ON CONFLICT (consumer_group, topic, partition) DO NOTHING`',
  },
  {
    ...WRITER,
    breaks: 'the beginning of the second batch is not remembered',
    replace: 'SET first_offset = excluded.first_offset, next',
    by: 'SET next',
  },
  {
    ...WRITER,
    breaks: 'the first message of the second batch is not remembered',
    replace:
      'SET first_offset = excluded.first_offset, next_offset = excluded.next_offset,\n           first_sha256 = excluded.first_sha256,',
    by: 'SET first_offset = excluded.first_offset, next_offset = excluded.next_offset,',
  },
  {
    ...WRITER,
    breaks: 'the last message of the second batch is not remembered',
    replace: ', last_sha256 = excluded.last_sha256`',
    by: '`',
  },
  {
    ...WRITER,
    breaks: 'the first message of a batch does not tell a recreated topic from the old one',
    replace: '  if (firstDigest(delivery)?.equals(written.first_sha256) !== true) return false;\n',
    by: '',
  },
  {
    ...WRITER,
    breaks: 'the last message of a batch does not tell a recreated topic from the old one',
    replace: 'return delivery.digestBefore(written.next_offset)?.equals(written.last_sha256) ?? true;',
    by: 'return true;',
  },
  {
    ...WRITER,
    breaks: 'a batch that is delivered again with fewer messages is written again',
    replace: '?.equals(written.last_sha256) ?? true',
    by: '?.equals(written.last_sha256) ?? false',
  },
  {
    ...WRITER,
    breaks: 'a batch that is delivered again is committed to its own end',
    replace: 'return written.next_offset;',
    by: 'return delivery.nextOffset;',
  },
  {
    ...WRITER,
    breaks: 'a batch is written although another consumer wrote it and the one after it while Kafka was asked',
    replace: '      if (!isDeepStrictEqual(written, before)) return undefined;\n',
    by: '',
  },
  {
    ...WRITER,
    breaks: 'offsets are compared as texts',
    replace: 'BigInt(committed) > BigInt(firstOffset)',
    by: 'committed > firstOffset',
  },
  {
    ...WRITER,
    breaks: 'a batch is abandoned although offsets were reset to its beginning',
    replace: 'BigInt(committed) > BigInt(firstOffset)',
    by: 'BigInt(committed) >= BigInt(firstOffset)',
  },
  {
    ...WRITER,
    breaks: 'batches are remembered for all partitions of a topic together',
    replace: 'AND topic = $2 AND partition = $3`,',
    by: 'AND topic = $2 AND $3 >= 0`,',
  },
  {
    ...WRITER,
    breaks: 'batches are written without the locks of their buckets',
    replace: '      await lockBuckets(client, batch.buckets());\n',
    by: '',
  },
  {
    ...WRITER,
    breaks: 'a consumer waits for its locks for as long as it takes',
    replace: "; SET LOCAL lock_timeout = '2s'",
    by: '',
  },
  {
    ...HANDLER,
    breaks: 'rejects are sent again with each attempt',
    replace: '      for (const { position } of rejects) published.add(position);\n',
    by: '',
  },
  {
    ...HANDLER,
    breaks: 'rejects count as sent before they are',
    replace:
      '      if (rejects.length > 0) await this.rejectsTopic.send(partition, messages, rejects);\n      for (const { position } of rejects) published.add(position);',
    by: '      for (const { position } of rejects) published.add(position);\n      if (rejects.length > 0) await this.rejectsTopic.send(partition, messages, rejects);',
  },
  {
    ...HANDLER,
    breaks: 'a consumer that waits for its locks does not notice that the process stops',
    replace: 'for (;;) {\n        heartbeats.check();',
    by: 'for (;;) {',
  },
  {
    ...HANDLER,
    breaks: 'a consumer that waits for its locks pauses longer and longer',
    replace: 'if (!isLockTimeout(error)) throw error;',
    by: 'throw error;',
  },
  {
    ...HANDLER,
    breaks: 'a consumer that lost its partition tries again for ever',
    replace: 'throw new RejoinRequired(error);',
    by: 'await heartbeats.pause(0);',
  },
  {
    ...HANDLER,
    breaks: 'a commit that fails because of a rebalance is tried again',
    replace: '        if (isMembershipError(error)) throw error;\n',
    by: '',
  },
  {
    ...HANDLER,
    breaks: 'messages that differ by their key only are the same',
    replace: 'for (const part of [key, value]) if',
    by: 'for (const part of [value]) if',
  },
  {
    ...HANDLER,
    breaks: 'messages that differ by where their key ends are the same',
    replace: '[timestamp, key?.length ?? null, value?.length ?? null]',
    by: '[timestamp]',
  },
  {
    ...HANDLER,
    breaks: 'a message that was rejected is written by a later attempt',
    replace: 'latest ??= limits.latest;',
    by: 'latest = limits.latest;',
  },
  {
    ...HANDLER,
    breaks: 'pauses do not grow',
    replace: 'await heartbeats.pause(failures);',
    by: 'await heartbeats.pause(0);',
  },
  {
    ...HEARTBEATS,
    breaks: 'a pause goes on when the process stops',
    replace: "    stopping.addEventListener('abort', this.stop);\n",
    by: '',
  },
  {
    ...HEARTBEATS,
    breaks: 'a batch is begun although the process stops',
    replace: '    if (stopping.aborted) this.stop();\n',
    by: '',
  },
  {
    ...HEARTBEATS,
    breaks: 'a batch is given up when Kafka is away for a moment',
    replace: 'if (isMembershipError(error)) this.over',
    by: 'this.over',
  },
  {
    ...HEARTBEATS,
    breaks: 'heartbeats go on after their batch',
    replace: '    this.heartbeats.stop();\n',
    by: '',
  },
  {
    ...HEARTBEATS,
    breaks: 'something of each batch stays in memory',
    replace: "    this.stopping.removeEventListener('abort', this.stop);\n",
    by: '',
  },
  {
    ...HEARTBEATS,
    breaks: 'pauses grow without end',
    replace: 'Math.min(FIRST_PAUSE * 2 ** failures, LONGEST_PAUSE)',
    by: '(FIRST_PAUSE * 2 ** failures)',
  },
  {
    ...REJECTS,
    breaks: 'a rejected message is sent with the offset of the next one',
    replace: 'messages.at(reasons)',
    by: 'messages.at({ has: (at) => reasons.has(at + 1) })',
  },
  {
    ...REJECTS,
    breaks: 'a reject is lost when a broker is',
    replace: 'acks: -1',
    by: 'acks: 1',
  },
  {
    ...REJECTS,
    breaks: 'the last rejects of a batch are not sent',
    replace: '  if (request.length > 0) yield request;\n',
    by: '',
  },
  {
    ...REJECTS,
    breaks: 'the headers of rejects do not count towards the size of a request',
    replace: ' + 4 * MESSAGE_OVERHEAD',
    by: '',
  },
  {
    ...REJECTS,
    breaks: 'a rejects topic that was deleted is never created again',
    replace: '      await this.close();\n',
    by: '',
  },
  {
    ...REJECTS,
    breaks: 'each attempt to open the rejects topic leaves a connection',
    replace: '      await admin.disconnect();\n',
    by: '',
  },
  {
    ...REJECTS,
    breaks: 'a rejects topic that cannot be opened cannot be closed',
    replace: 'producer?.catch(() => undefined)',
    by: 'producer',
  },
  {
    ...MESSAGES,
    breaks: 'the reject of a tombstone is at another offset',
    replace: "batch.reject('not_an_object', offset, 0, '')",
    by: "batch.reject('not_an_object', 0, 0, '')",
  },
  {
    ...MESSAGES,
    breaks: 'a message with broken UTF-8 is decoded all the same',
    replace: 'if (!isUtf8(value))',
    by: 'if (value.length === 0)',
  },
  {
    ...SCANNER,
    breaks: 'the fast way accepts observations in the future',
    replace: '!(observedAt <= latest && observedAt >= keptFrom)',
    by: '!(observedAt >= keptFrom)',
  },
  {
    ...SCANNER,
    breaks: 'the fast way accepts observations that are no longer kept',
    replace: '!(observedAt <= latest && observedAt >= keptFrom)',
    by: '!(observedAt <= latest)',
  },
  {
    ...SCANNER,
    breaks: 'the fast way accepts a message that goes on after its end',
    replace: ' || !matchesAt(END, bytes, timestampEnd)',
    by: '',
  },
  {
    ...MEMBER,
    breaks: 'reading continues one message late',
    replace: 'BigInt(nextOffset) - 1n',
    by: 'BigInt(nextOffset)',
  },
  {
    ...MEMBER,
    breaks: 'a new group misses what was sent before it',
    replace: 'fromBeginning: true',
    by: 'fromBeginning: false',
  },
  {
    ...MEMBER,
    breaks: 'heartbeats of an abandoned batch go on',
    replace: '      heartbeats.end();\n',
    by: '',
  },
  {
    ...MEMBER,
    breaks: 'a member that starts while the process stops never ends',
    replace: '        if (stopping.aborted) stop();\n',
    by: '',
  },
  {
    ...MEMBER,
    breaks: 'each member leaves a listener behind',
    replace: '      over.abort();\n',
    by: '',
  },
  {
    ...LAG,
    breaks: 'a group that has committed nothing lags by messages that no longer exist',
    replace: 'end - Math.max(committed, first)',
    by: 'end - Math.max(committed, 0)',
  },
  {
    ...LAG,
    breaks: 'a partition that was read up to its beginning counts as never read',
    replace: 'if (committed < 0)',
    by: 'if (committed <= 0)',
  },
  {
    ...LAG,
    breaks: 'an answer about the lag is reused for ever',
    replace: '      this.request.then(forget, forget);\n',
    by: '',
  },
  {
    ...LAG,
    breaks: 'after a failure the lag stays unknown',
    replace: '      this.admin = undefined;\n',
    by: '',
  },
  {
    ...MEMBER,
    breaks: 'each failed membership leaves a listener behind',
    replace: '      over.abort();\n',
    by: '',
  },
  {
    ...LAG,
    breaks: 'a readiness probe waits for Kafka for as long as it takes',
    replace: 'Promise.race([this.cachedPartitions(), timeout()])',
    by: 'this.cachedPartitions()',
  },
  {
    ...CONSUMER,
    breaks: 'batches are remembered by their topic as the group',
    replace: 'PartitionWriter(database, group, topic,',
    by: 'PartitionWriter(database, topic, group,',
  },
  {
    ...CONSUMER,
    breaks: 'the committed offset is that of another partition',
    replace: 'find((of) => of.partition === partition)',
    by: 'find((of) => of.partition >= 0)',
  },
  {
    ...CONSUMER,
    breaks: 'the committed offset is that of another group',
    replace: 'const { KAFKA_GROUP: groupId, KAFKA_TOPIC: topic }',
    by: 'const { KAFKA_TOPIC: groupId, KAFKA_TOPIC: topic }',
  },
  {
    ...CONSUMER,
    breaks: 'messages may not be ahead of the clock',
    replace: 'readLimits(database.pool, MAX_FUTURE_SKEW)',
    by: 'readLimits(database.pool, MAX_FUTURE_SKEW * 0)',
  },
  {
    ...CONSUMER,
    breaks: 'a consumer that stops closes the rejects topic before its batches are done',
    replace: '    await this.running;\n',
    by: '',
  },
  {
    ...CONSUMER,
    breaks: 'a consumer ends at the first failure of Kafka',
    replace: '        this.logger.warn(`cannot read ${topic}, retrying: ${String(error)}`);\n',
    by: '        break;\n',
  },
  {
    ...WRITER,
    breaks: 'a batch that begins with the same message as the last one is taken for it',
    replace: '  if (written.first_offset !== delivery.firstOffset) return false;\n',
    by: '',
  },
  {
    ...SCANNER,
    breaks: 'the fast way reads the timestamp of another field',
    replace: '!matchesAt(BEFORE_TIMESTAMP, bytes, statusEnd) || ',
    by: '',
  },
  {
    ...SCANNER,
    breaks: 'the fast way reads the store id of another field',
    replace: '    if (!matchesAt(BEFORE_ID, bytes, start)) return false;\n',
    by: '',
  },
  {
    ...SCANNER,
    breaks: 'the fast way reads the status of another field',
    replace: '    if (!matchesAt(BEFORE_STATUS, bytes, idEnd)) return false;\n',
    by: '',
  },
  {
    ...BLOCK,
    breaks: 'a message may be longer than it says',
    replace: "      if (cursor.position > start + size) throw new Error('a message is longer than it says');\n",
    by: '',
  },
  {
    ...CHECKSUM,
    breaks: 'the last bytes of a batch are in no checksum',
    replace: 'at < bytes.length; at++',
    by: 'at < bytes.length - 1; at++',
  },
  {
    ...FETCHED,
    breaks: 'messages outside of a transaction are aborted with it',
    replace: ' && isTransactional(header)',
    by: '',
  },
  {
    ...FETCHED,
    breaks: 'a batch before the requested offset holds up the partition',
    replace: ' && lastOffset >= from',
    by: '',
  },
  {
    ...FETCHED,
    breaks: 'reading goes back to batches before the requested offset',
    replace: 'if (lastOffset >= next) next',
    by: 'next',
  },
  {
    ...codec('snappy'),
    breaks: 'each block of Snappy may expand to the limit',
    replace: '    left -= part.length;\n',
    by: '',
  },
  {
    ...codec('zstd'),
    breaks: 'each frame of Zstandard may expand to the limit',
    replace: 'left -= frame.bound;',
    by: 'left = limit - frame.bound;',
  },
  {
    ...codec('zstd'),
    breaks: 'a Zstandard frame with its size in eight bytes cannot be read',
    replace: '[isSingleSegment ? 1 : 0, 2, 4, 8]',
    by: '[isSingleSegment ? 1 : 0, 2, 4, 4]',
  },
  {
    ...codec('zstd'),
    breaks: 'a Zstandard frame with its size in two bytes cannot be read',
    replace: 'isSingleSegment ? 1 : 0, 2, 4, 8',
    by: 'isSingleSegment ? 1 : 0, 4, 4, 8',
  },
  {
    ...CURSOR,
    breaks: 'a field of a negative length is empty',
    replace: 'length < 0 || length',
    by: 'length',
  },
  {
    ...VARINT,
    breaks: 'numbers of variable length have at most four bytes',
    replace: 'shift < 35',
    by: 'shift < 28',
  },
  {
    ...VARINT,
    breaks: 'large numbers of variable length change their sign',
    replace: 'return (value >>> 1) ^',
    by: 'return (value >> 1) ^',
  },
  {
    breaks: 'two consumers write a partition at the same time',
    file: 'src/ingestion/kafka/batch/partition-writer.ts',
    replace: '      await this.lock(client, delivery.partition);\n',
    by: '',
    specs: ['src/ingestion/kafka/batch/partition-writer.spec.ts'],
  },
  {
    breaks: 'a connection to a broker looks every millisecond whether a request waits',
    file: `${KAFKA}/idle-connections.ts`,
    replace: 'if (this.pending.length > 0) ',
    by: '',
    specs: [`${KAFKA}/idle-connections.spec.ts`],
  },
];
