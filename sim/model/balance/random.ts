import { balancer } from './balancer.ts';

export const random = balancer({
  name: 'random',
  summary: 'takes any backend, all of them equally likely',
  source: 'definition; as HAProxy, balance random(1)',
  params: {},
  make: () => ({ pick: (backends, _request, stream) => backends.randomUp(stream) }),
});
