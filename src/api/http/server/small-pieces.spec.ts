import { once } from 'node:events';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { joinSmallPieces } from './small-pieces';

let request: IncomingMessage;

beforeEach(() => {
  request = new IncomingMessage(new Socket());
  joinSmallPieces(request);
});

/** The pieces in which what is pushed can be read. */
async function pieces(): Promise<string[]> {
  const read: string[] = [];
  request.on('data', (piece: Buffer) => read.push(piece.toString()));
  await once(request, 'end');
  return read;
}

describe('the pieces of a body', () => {
  it('are joined if they are small and come in one turn, and stay in order', async () => {
    const large = 'L'.repeat(1024);
    for (const piece of ['a', 'b', large, 'c', 'd']) request.push(Buffer.from(piece));
    await turn();
    request.push(Buffer.from('e'));
    request.push(null);
    expect(await pieces()).toEqual(['ab', large, 'cd', 'e']);
  });

  it('are no longer wanted once as many bytes are kept as a stream keeps, in one turn or in several', async () => {
    const most = request.readableHighWaterMark;
    const pushed = () => {
      for (let bytes = 1; ; bytes++) if (!request.push(Buffer.from('x')) || bytes > 2 * most) return bytes;
    };
    request.push(Buffer.alloc(most / 2));
    expect(pushed()).toBe(most / 2);
    await turn();
    expect(pushed()).toBe(1);
    request.resume();
    await turn();
    expect(pushed()).toBe(most);
  });

  it('do not outlast a request that is given up', async () => {
    request.on('error', () => undefined);
    request.push(Buffer.from('x'));
    request.destroy(new Error('gone'));
    await turn();
    expect(request.readableLength).toBe(0);
  });
});
