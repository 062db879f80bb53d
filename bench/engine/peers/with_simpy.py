"""SimPy: the same work by processes. Usage: with_simpy.py processes|mm1-processes|timeouts OPERATIONS PENDING"""
import json
import math
import resource
import sys
import time

import simpy


def delays(law, seed=1):
    state = seed
    table = []
    for _ in range(1 << 14):
        state = state * 16807 % 2147483647
        u = state / 2147483647
        state = state * 16807 % 2147483647
        table.append(math.floor(law(u) * 1048576 + 0.5) / 1048576)
    at = 0
    while True:
        at = (at + 1) & 0x3FFF
        yield table[at]


def hold(operations, pending):
    env = simpy.Environment()
    draws = delays(lambda u: -1000 * math.log(u))

    def body():
        while True:
            yield env.timeout(next(draws))

    for _ in range(pending):
        env.process(body())

    def run(count):
        for _ in range(count):
            env.step()
        return env.now

    run(2 * pending)
    return run


def mm1(customers):
    env = simpy.Environment()
    desk = simpy.Resource(env, capacity=1)
    arrivals = delays(lambda u: -1000 * math.log(u), 3)
    services = delays(lambda u: -900 * math.log(u), 4)
    total = 0.0

    def customer():
        nonlocal total
        arrived = env.now
        with desk.request() as request:
            yield request
            yield env.timeout(next(services))
        total += env.now - arrived

    def source():
        for _ in range(customers):
            yield env.timeout(next(arrivals))
            env.process(customer())

    env.process(source())
    env.run()
    return total / customers


def timeouts(requests):
    env = simpy.Environment()
    replies = delays(lambda u: -100 * math.log(u))
    patience = delays(lambda u: 5000 - math.log(u), 2)
    gave_up = 0

    def request(index):
        nonlocal gave_up
        limit = env.timeout(next(patience))
        reply = env.timeout(next(replies)) if index % 10 else env.event()
        done = yield reply | limit
        if reply not in done:
            gave_up += 1

    def source():
        for index in range(requests):
            yield env.timeout(1)
            env.process(request(index))

    env.process(source())
    env.run()
    return gave_up


def main():
    work, operations, pending = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    run = {"processes": lambda: hold(operations, pending), "mm1-processes": lambda: mm1, "timeouts": lambda: timeouts}[work]()
    run(max(1, operations // 10))
    before = time.process_time()
    check = run(operations)
    seconds = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"operations": operations, "cpuSeconds": seconds, "check": check, "kibibytes": peak}))


main()
