import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { newDataDir, removeDataDir, Service, until } from '../../support/service';

const MOST = 3;

let service: Service;
const sockets: Socket[] = [];

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '0', MAX_CONNECTIONS: `${MOST}` });
});

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await service.stop();
  await removeDataDir(service.dataDir);
});

async function open(): Promise<Socket> {
  const { hostname, port } = new URL(service.base);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** What a connection answers to a probe; empty if it is closed. */
async function probe(socket: Socket): Promise<string> {
  socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
  return new Promise((resolve) => {
    socket.once('data', (data) => {
      resolve(data.toString().split('\r\n')[0] ?? '');
    });
    socket.once('close', () => {
      resolve('');
    });
  });
}

it('closes connections beyond MAX_CONNECTIONS, serves the others, and accepts a new one when one has closed', async () => {
  const taken: Socket[] = [];
  // One of an earlier request may not be closed yet.
  await until(async () => {
    const socket = await open();
    if ((await probe(socket)) === 'HTTP/1.1 200 OK') taken.push(socket);
    return taken.length === MOST || undefined;
  });
  expect(await probe(await open())).toBe('');
  for (const socket of taken) expect(await probe(socket)).toBe('HTTP/1.1 200 OK');
  taken[0]?.destroy();
  await until(async () => (await probe(await open())) === 'HTTP/1.1 200 OK' || undefined);
  expect(await probe(await open())).toBe('');
});
