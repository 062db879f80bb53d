/** Real sockets on this machine's loopback, all of which are gone when the grounds are closed. */
import net from 'node:net';

export const LOOPBACK = '127.0.0.1';

export class Grounds {
  readonly #sockets = new Set<net.Socket>();
  readonly #servers = new Set<net.Server>();
  #isClosed = false;

  /** @returns the port on which it listens. */
  async listen(server: net.Server, port = 0): Promise<number> {
    this.#servers.add(server);
    server.on('connection', (socket) => this.#keep(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, LOOPBACK, resolve);
    });
    return (server.address() as net.AddressInfo).port;
  }

  connect(port: number): net.Socket {
    return this.keep(net.connect({ port, host: LOOPBACK }));
  }

  keep<Socket extends net.Socket>(socket: Socket): Socket {
    this.#keep(socket);
    return socket;
  }

  close(): void {
    this.#isClosed = true;
    for (const server of this.#servers) server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #keep(socket: net.Socket): void {
    if (this.#isClosed) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }
}
