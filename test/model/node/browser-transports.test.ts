import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../run-scenario.ts';
import { ONE_DEVICE } from './one-device.ts';

describe('the private cache of a device', () => {
  it.each(['tls-1.3', 'http-1.1', 'http-2', 'http-3'])(
    'keeps what came over %s, and asks no more',
    (transport) => {
      const result = runText(ONE_DEVICE, [
        'nodes.people.cache=1MB',
        `traffic.page.transport=${transport}`,
        'traffic.page.freshness={max-age: 1h}',
      ]);
      const asked = total(result, 'requests');
      expect(asked).toBe(10);
      expect(total(result, 'origin_requests')).toBe(1);
      expect(total(result, 'cache_hits', { node: 'people' })).toBe(asked - 1);
      expect(figure(result, 'min', 'latency')).toBe(0);
    },
  );
});
