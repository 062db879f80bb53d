/** Ports of the loopback interface. */
import net from 'node:net';
import { LOOPBACK } from '../grounds.ts';
import { ServerError } from './server-process.ts';

const hold = (port: number) =>
  new Promise<net.Server>((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => resolve(server));
  });

const LAST_PORT = 65_535;

/**
 * @param first undefined: any that are free; else this one and those after it.
 * @throws ServerError for one that another program has, or that is none.
 */
export async function freePorts(count: number, first: number | undefined): Promise<number[]> {
  if (first !== undefined && first + count - 1 > LAST_PORT) {
    throw new ServerError(
      `port ${first}: ${count} servers need as many from there on: expected at most ${LAST_PORT + 1 - count}`,
    );
  }
  const held: net.Server[] = [];
  try {
    for (let at = 0; at < count; at += 1) {
      const wanted = first === undefined ? 0 : first + at;
      try {
        held.push(await hold(wanted));
      } catch (error) {
        throw new ServerError(
          `port ${wanted}: ${codeOf(error)}: expected one that nothing listens on`,
        );
      }
    }
    return held.map((server) => (server.address() as net.AddressInfo).port);
  } finally {
    // All at once: none is handed out twice.
    await Promise.all(held.map((server) => new Promise((done) => server.close(done))));
  }
}

function codeOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'in use by another program';
  return code === 'EACCES' ? 'not for this user' : String(code);
}
