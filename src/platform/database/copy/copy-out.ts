import type { Connection, Submittable } from 'pg';
import { type Duplex, Readable } from 'node:stream';

/** The kinds of messages that matter: a row, and the two after which no more rows come. */
const COPY_DATA = 'd'.charCodeAt(0);
const COPY_DONE = 'c'.charCodeAt(0);
const ERROR = 'E'.charCodeAt(0);
/** A message begins with its kind, and its length without that. */
const KIND_BYTES = 1;
const HEAD_BYTES = 5;

const NOTHING = Buffer.alloc(0);

type Listener = (chunk: Buffer) => void;

/**
 * A query `COPY … TO STDOUT`, as a stream of the bytes that PostgreSQL copies. Each row comes in a message of its own (PostgreSQL,
 * Message Formats). A Buffer for each, as libraries make, costs more than what is done with it; so this reads the socket itself
 * until the last row, and takes the heads of messages out of each chunk in place.
 */
export class CopyOut extends Readable implements Submittable {
  private socket: Duplex | undefined;
  /** How node-postgres listens to the socket. */
  private usual: readonly Listener[] = [];
  /** The head of a message that has not come as a whole. */
  private begun: Buffer = NOTHING;
  /** Of the current message. */
  private kind: number | undefined;
  /** How many bytes of the current message are still to come. */
  private missing = 0;

  constructor(private readonly text: string) {
    super();
  }

  submit(connection: Connection): void {
    this.socket = connection.stream;
    this.usual = this.socket.listeners('data').filter((each): each is Listener => typeof each === 'function');
    this.socket.removeAllListeners('data').on('data', this.onData);
    connection.query(this.text);
  }

  override _read(): void {
    this.socket?.resume();
  }

  handleCommandComplete(): void {
    // More may come: see `handleReadyForQuery`.
  }

  handleReadyForQuery(): void {
    this.push(null);
  }

  handleError(error: Error): void {
    this.destroy(error);
  }

  private readonly onData = (chunk: Buffer): void => {
    const bytes = this.begun.length > 0 ? Buffer.concat([this.begun, chunk]) : chunk;
    this.begun = NOTHING;
    let at = 0;
    let kept = 0;
    let isOver = false;
    while (at < bytes.length && !isOver) {
      if (this.missing > 0) {
        const end = Math.min(at + this.missing, bytes.length);
        if (this.kind === COPY_DATA) {
          bytes.copyWithin(kept, at, end);
          kept += end - at;
        } else {
          this.passOn(bytes.subarray(at, end));
        }
        this.missing -= end - at;
        at = end;
      } else if (at + HEAD_BYTES > bytes.length) {
        this.begun = bytes.subarray(at);
        break;
      } else {
        this.kind = bytes[at];
        isOver = this.kind === COPY_DONE || this.kind === ERROR;
        const skipped = this.kind === COPY_DATA ? HEAD_BYTES : 0;
        this.missing = KIND_BYTES + bytes.readUInt32BE(at + KIND_BYTES) - skipped;
        at += skipped;
      }
    }
    const isFull = kept > 0 && !this.push(bytes.subarray(0, kept));
    if (isOver) this.leave(bytes.subarray(at));
    else if (isFull) this.socket?.pause();
  };

  /** Hands the socket back to node-postgres, along with whatever came after the last row. */
  private leave(rest: Buffer): void {
    this.socket?.off('data', this.onData);
    for (const listener of this.usual) this.socket?.on('data', listener);
    this.passOn(rest);
  }

  private passOn(bytes: Buffer): void {
    for (const listener of this.usual) listener(bytes);
  }
}
