import { afterEach, describe, expect, it } from '@jest/globals';

import { createMetrics, type MeasuredOperation, type Metrics } from './metrics.js';

const open: Metrics[] = [];
function metrics(): Metrics {
  const made = createMetrics();
  open.push(made);
  return made;
}
afterEach(() => {
  for (const made of open.splice(0)) made.close();
});

const operation: MeasuredOperation = {
  name: 'Courses',
  type: 'query',
  transport: 'http',
  outcome: 'ok',
  known: true,
  seconds: 0.02,
};

async function names(made: Metrics): Promise<Set<string>> {
  const found = [...(await made.text()).matchAll(/duration_seconds_count\{operation="([^"]*)"/g)];
  return new Set(found.map((match) => match[1]!));
}

describe('createMetrics', () => {
  it('measures operations by name, type, transport and outcome', async () => {
    const made = metrics();
    made.operation(operation);
    expect(await made.text()).toContain(
      'lyceum_operation_duration_seconds_count{operation="Courses",type="query",transport="http",outcome="ok"} 1',
    );
  });

  it('gives a bounded number of names a series of their own', async () => {
    const made = metrics();
    for (let i = 0; i < 500; i++) made.operation({ ...operation, name: `Q${i}` });
    const found = await names(made);
    expect(found.size).toBe(201);
    expect(found).toContain('other');
  });

  it('lets neither guests nor refused operations make names', async () => {
    const made = metrics();
    made.operation({ ...operation, name: 'Junk', known: false });
    made.operation({ ...operation, name: 'Refused', outcome: 'refused' });
    made.operation({ ...operation, name: null });
    expect(await names(made)).toEqual(new Set(['other', 'anonymous']));
    made.operation(operation);
    made.operation({ ...operation, known: false });
    expect(await names(made)).toContain('Courses');
  });

  it('tells open sockets, lag, queues, overflows, the event loop and executions', async () => {
    const made = metrics();
    made.socketsOpen.set(3);
    made.subscriptionsOpen.inc();
    made.streamLag.observe(0.2);
    made.watchHub({ held: 5, behind: 1, audiences: 2, streams: 4 });
    made.queueOverflows.inc();
    made.watch({ compiled: 1, fast: 2, early: 3, fallbacks: 4, remembered: 5 });
    const text = await made.text();
    for (const line of [
      'lyceum_sockets_open 3',
      'lyceum_subscriptions_open 1',
      'lyceum_stream_lag_seconds_count 1',
      'lyceum_live_items_held 5',
      'lyceum_live_subscribers_behind 1',
      'lyceum_live_audiences 2',
      'lyceum_live_streams 4',
      'lyceum_subscriber_overflows_total 1',
      'lyceum_executions_total{by="fallbacks"} 4',
      'lyceum_operations_compiled_total 1',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).toMatch(/lyceum_event_loop_delay_seconds\{quantile="0.99"\} \d/);
    expect(text).not.toContain('NaN');
  });

  it('is apart from other gateways of the process', async () => {
    const [one, other] = [metrics(), metrics()];
    one.socketsOpen.set(7);
    expect(await other.text()).toContain('lyceum_sockets_open 0');
  });
});
