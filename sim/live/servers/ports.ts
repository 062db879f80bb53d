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

/**
 * @param first undefined: any that are free; else this one and those after it.
 * @throws ServerError for one that another program has.
 */
export async function freePorts(count: number, first: number | undefined): Promise<number[]> {
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
