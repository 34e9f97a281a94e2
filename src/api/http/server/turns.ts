import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** How many requests of a connection may wait for their turn, and how many bytes their heads may take together. */
const MAX_WAITING = { requests: 100, bytes: 128 * 1024 };

/** A request that waits, and what will answer it. */
interface Waiting {
  readonly response: ServerResponse;
  answer: () => void;
  /** Those of its head. */
  readonly bytes: number;
}

/**
 * The requests of each connection, answered one at a time, each once the answer before is out. Node hands over all that a
 * client sends without waiting for answers (RFC 9112, section 9.3.2), and whatever is made ahead of its turn is kept in
 * memory for as long as the client takes to read what comes first.
 */
export class Turns {
  /** Those that wait on each connection that has been asked something and is not yet through with it. */
  private readonly lines = new WeakMap<Duplex, Waiting[]>();

  /** Calls `answer` at the request's turn. A connection on which too many wait is cut. */
  take(request: IncomingMessage, response: ServerResponse, answer: () => void): void {
    const { socket } = request;
    const line = this.lines.get(socket);
    if (!line) {
      this.lines.set(socket, []);
      this.begin(socket, response, answer);
      return;
    }
    line.push({ response, answer, bytes: headBytes(request) });
    const bytes = line.reduce((sum, waiting) => sum + waiting.bytes, 0);
    if (line.length > MAX_WAITING.requests || bytes > MAX_WAITING.bytes) socket.destroy();
  }

  /** Calls `answer` instead at the turn of the latest request of a connection; returns false if that one does not wait. */
  replaceLatest(socket: Duplex, answer: () => void): boolean {
    const latest = this.lines.get(socket)?.at(-1);
    if (latest) latest.answer = answer;
    return latest !== undefined;
  }

  private begin(socket: Duplex, response: ServerResponse, answer: () => void): void {
    response.once('close', () => {
      // After an answer that was the last one, the others keep waiting, and count, until the connection is closed.
      if (!socket.writable) return;
      const next = this.lines.get(socket)?.shift();
      if (next) this.begin(socket, next.response, next.answer);
      else this.lines.delete(socket);
    });
    answer();
  }
}

function headBytes({ url = '', rawHeaders }: IncomingMessage): number {
  return rawHeaders.reduce((sum, text) => sum + text.length, url.length);
}
