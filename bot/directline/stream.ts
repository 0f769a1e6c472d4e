import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { StoredActivity } from '../storage/conversations.js';
import type { Audience, DirectLineService } from './service.js';

/** How often a connection is asked whether it is still there. */
const PING_MS = 25_000;
/** Clients send only empty frames. */
const MAX_CLIENT_FRAME_BYTES = 4_096;
/** A client that does not read: it reconnects with its watermark and gets the rest then. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

interface Connection {
  socket: WebSocket;
  /** Number of the newest activity that was sent. */
  watermark: number;
  alive: boolean;
  sending: boolean;
  again: boolean;
}

/**
 * The open streams, one a conversation. A stream is a place in the transcript and sends what came after it, so that
 * nothing is lost or doubled however turns, reconnects and restarts fall.
 */
export class Streams implements Audience {
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: MAX_CLIENT_FRAME_BYTES });
  private readonly connections = new Map<string, Connection>();
  private readonly pings: NodeJS.Timeout;

  constructor(private readonly service: DirectLineService) {
    service.attach(this);
    this.pings = setInterval(() => {
      this.ping();
    }, PING_MS);
    this.pings.unref();
  }

  /** Completes the handshake and sends what comes after the watermark. A stream that is open already is closed. */
  connect(conversationId: string, watermark: number, raw: IncomingMessage, socket: Socket, head: Buffer): void {
    this.server.handleUpgrade(raw, socket, head, (webSocket) => {
      const connection: Connection = { socket: webSocket, watermark, alive: true, sending: false, again: false };
      const before = this.connections.get(conversationId);
      this.connections.set(conversationId, connection);
      before?.socket.close(1000, 'collision');
      webSocket.on('pong', () => {
        connection.alive = true;
      });
      webSocket.on('message', () => {
        connection.alive = true;
      });
      webSocket.on('error', () => {
        webSocket.terminate();
      });
      webSocket.on('close', () => {
        if (this.connections.get(conversationId) === connection) this.connections.delete(conversationId);
      });
      void this.send(conversationId, connection);
    });
  }

  changed(conversationId: string): void {
    const connection = this.connections.get(conversationId);
    if (connection) void this.send(conversationId, connection);
  }

  passing(conversationId: string, activity: StoredActivity): void {
    const connection = this.connections.get(conversationId);
    if (connection?.socket.readyState === connection?.socket.OPEN) {
      connection?.socket.send(JSON.stringify({ activities: [activity] }));
    }
  }

  /** Closes all streams; their clients come back when the server does. */
  close(): void {
    clearInterval(this.pings);
    for (const { socket } of this.connections.values()) {
      socket.close(1001, 'server stops');
      // A client that does not answer the close must not hold the server.
      setTimeout(() => {
        socket.terminate();
      }, 1_000).unref();
    }
    this.server.close();
  }

  private async send(conversationId: string, connection: Connection): Promise<void> {
    if (connection.sending) {
      connection.again = true;
      return;
    }
    connection.sending = true;
    try {
      do {
        connection.again = false;
        const news = await this.service.after(conversationId, connection.watermark);
        if (connection.socket.readyState !== connection.socket.OPEN) return;
        if (!news) {
          connection.socket.close(1000, 'conversation ended');
          return;
        }
        connection.watermark = Number(news.watermark);
        if (news.activities.length > 0) connection.socket.send(JSON.stringify(news));
        if (connection.socket.bufferedAmount > MAX_BUFFERED_BYTES) connection.socket.terminate();
      } while (connection.again);
    } catch {
      // The store could not be read: the client reconnects and asks again from its watermark.
      connection.socket.close(1011, 'try again');
    } finally {
      connection.sending = false;
    }
  }

  private ping(): void {
    for (const connection of this.connections.values()) {
      if (!connection.alive) {
        connection.socket.terminate();
        continue;
      }
      connection.alive = false;
      connection.socket.ping();
    }
  }
}
