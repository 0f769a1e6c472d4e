import { Agent, request } from 'node:http';

/** One activity to post: what is put into it, and what its answer must hold for the turn to count. */
export interface Step {
  activity: Record<string, unknown>;
  expects: string;
}

/** A person at the other end: a connection and a conversation of its own. */
export interface Person {
  /** Posts the activity; resolves to the answer's body. Rejects where the answer is not what the step expects. */
  send(step: Step): Promise<string>;
  close(): void;
}

/** What was measured of one kind of turn, over all rounds. */
export interface Measured {
  /** One for each turn, in milliseconds. */
  latencies: number[];
  /** How long the rounds took together, in milliseconds. */
  elapsed: number;
}

let people = 0;

export function createPerson(url: string): Person {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const name = `person-${++people}`;
  let sent = 0;
  return {
    async send({ activity, expects }) {
      const body = JSON.stringify({
        type: 'message',
        id: `${name}-${++sent}`,
        channelId: 'bench',
        conversation: { id: `conversation-of-${name}` },
        from: { id: name },
        recipient: { id: 'bot' },
        locale: 'en',
        deliveryMode: 'expectReplies',
        ...activity,
      });
      const answer = await post(`${url}/api/messages`, body, agent);
      if (answer.status !== 200 || !answer.body.includes(expects)) {
        throw new Error(
          `The answer to ${body} should hold ${expects}, but is: ${answer.status} ${answer.body.slice(0, 2_000)}`,
        );
      }
      return answer.body;
    },
    close: () => {
      agent.destroy();
    },
  };
}

/** node:http rather than fetch: it costs the machine that is measured far less. */
function post(url: string, body: string, agent: Agent): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const outgoing = request(url, { method: 'POST', agent, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
      });
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** One round: all people at once, each going through the steps once, one turn after the other. */
export async function round(crowd: readonly Person[], steps: readonly Step[], into?: Measured): Promise<void> {
  const started = performance.now();
  await Promise.all(
    crowd.map(async (person) => {
      for (const step of steps) {
        const sent = performance.now();
        await person.send(step);
        into?.latencies.push(performance.now() - sent);
      }
    }),
  );
  if (into) into.elapsed += performance.now() - started;
}

/** The value that this share of the others does not exceed (nearest rank): 0.5 is the median. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.max(0, Math.ceil(share * sorted.length) - 1);
  return sorted[at] ?? Number.NaN;
}
