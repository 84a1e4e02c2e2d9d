// Follow the open topic of cases with kafkajs: how many cases each borough took in.
//
//   npm ci && node follow-cases.mjs --bootstrap 127.0.0.1:9092 --until-end
//
// Does what every reader of ours has to do: read the CloudEvents headers, drop duplicates by their
// sequence, pass over types and values that it does not know, and never stop at a bad record.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import kafkajs from 'kafkajs';

const TOPIC = 'intake-cases';
const REGISTERED = 'intake.case-registered.v1';

const { values: options } = parseArgs({
  options: {
    bootstrap: { type: 'string', default: '127.0.0.1:9092' },
    'until-end': { type: 'boolean', default: false },
  },
});

const count = (counter, name) => counter.set(name, (counter.get(name) ?? 0) + 1);

class Cases {
  lastSequence = new Map(); // by case
  boroughs = new Map();
  kinds = new Map();
  passedOver = new Map();
  duplicates = 0;
  notUnderstood = 0;

  take(message) {
    try {
      this.#apply(message);
    } catch {
      this.notUnderstood += 1;
    }
  }

  #apply({ headers, value }) {
    const text = (name) => {
      const raw = headers[name];
      if (raw == null || Array.isArray(raw)) throw new Error(`${name}: not there once`);
      return raw.toString();
    };
    const caseId = text('ce_subject');
    const sequence = Number(text('ce_sequence'));
    if (!Number.isSafeInteger(sequence)) throw new Error('ce_sequence: no number');
    if (sequence <= (this.lastSequence.get(caseId) ?? 0)) {
      this.duplicates += 1; // delivery is at least once; numbers of a case only grow
      return;
    }
    const type = text('ce_type');
    if (type === REGISTERED) {
      const data = JSON.parse(value.toString());
      const borough = text('ce_borough');
      count(this.kinds, data.kind); // a kind that is new to you: count it as it comes
      count(this.boroughs, borough);
    } else {
      count(this.passedOver, type);
    }
    this.lastSequence.set(caseId, sequence);
  }

  report() {
    const plain = (counter) => Object.fromEntries([...counter].sort());
    for (const [borough, cases] of [...this.boroughs].sort()) {
      console.log(borough.padEnd(40), String(cases).padStart(6));
    }
    console.log(
      JSON.stringify({
        boroughs: plain(this.boroughs),
        duplicates: this.duplicates,
        kinds: plain(this.kinds),
        not_understood: this.notUnderstood,
        passed_over: plain(this.passedOver),
      }),
    );
  }
}

const kafka = new kafkajs.Kafka({
  clientId: 'follow-cases',
  brokers: options.bootstrap.split(','),
  logLevel: kafkajs.logLevel.ERROR,
});
const admin = kafka.admin();
// kafkajs reads in groups only: one of this run alone, nothing committed, removed at the end.
const groupId = `follow-cases-${randomUUID()}`;
const consumer = kafka.consumer({ groupId, sessionTimeout: 10_000 });
const cases = new Cases();

await admin.connect();
const ends = new Map();
for (const { partition, low, high } of await admin.fetchTopicOffsets(TOPIC)) {
  if (BigInt(low) < BigInt(high)) ends.set(partition, BigInt(high));
}

const finished = new Promise((resolve, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
  if (!options['until-end']) return;
  if (ends.size === 0) resolve();
  // The end of a batch tells more than its last message: markers and compacted records count too.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    if (BigInt(payload.lastOffset) + 1n >= (ends.get(payload.partition) ?? 0n)) {
      ends.delete(payload.partition);
    }
    if (ends.size === 0) resolve();
  });
});

await consumer.connect();
await consumer.subscribe({ topics: [TOPIC], fromBeginning: true });
await consumer.run({
  autoCommit: false,
  eachMessage: async ({ message }) => cases.take(message),
});
try {
  await finished;
} finally {
  await consumer.disconnect();
  await admin.deleteGroups([groupId]);
  await admin.disconnect();
}
cases.report();
