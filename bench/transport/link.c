/*
 * A link between two network namespaces in user space: delay, rate, loss and a drop-tail queue in
 * each direction, for kernels without tc netem. Packets of one TUN device leave by the other.
 *
 * usage: link IF_A IF_B ONE_WAY_MS MBIT_PER_S LOSS_PERCENT QUEUE_PACKETS SEED
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define SLOTS 16384
#define MTU 1600

typedef struct {
  int64_t leaves_ns, arrives_ns;
  int bytes;
  char data[MTU];
} Packet;

typedef struct {
  Packet *ring;
  unsigned first, end; /* packets on the way, oldest first */
  int64_t free_ns;     /* when the last packet has left the queue */
} Direction;

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int open_tun(const char *name) {
  struct ifreq request = {0};
  int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  if (fd < 0 || ioctl(fd, TUNSETIFF, &request) < 0) {
    perror(name);
    exit(1);
  }
  return fd;
}

static int waiting(const Direction *d, int64_t now) {
  int count = 0;
  for (unsigned i = d->end; i != d->first && d->ring[(i - 1) % SLOTS].leaves_ns > now; i--) count++;
  return count;
}

int main(int argc, char **argv) {
  if (argc != 8) return fprintf(stderr, "see the head of link.c\n"), 2;
  int fd[2] = {open_tun(argv[1]), open_tun(argv[2])};
  int64_t delay_ns = (int64_t)(atof(argv[3]) * 1e6);
  double ns_per_byte = 8e3 / atof(argv[4]);
  double loss = atof(argv[5]) / 100;
  int most = atoi(argv[6]);
  srand48(atol(argv[7]));
  prctl(PR_SET_TIMERSLACK, 1);
  Direction way[2] = {0};
  for (int i = 0; i < 2; i++) way[i].ring = malloc(sizeof(Packet) * SLOTS);
  for (;;) {
    int64_t now = now_ns(), next = now + 1000000000LL;
    for (int i = 0; i < 2; i++) {
      Direction *d = &way[i];
      while (d->first != d->end && d->ring[d->first % SLOTS].arrives_ns <= now) {
        Packet *p = &d->ring[d->first++ % SLOTS];
        if (write(fd[1 - i], p->data, p->bytes) < 0) perror("write");
      }
      if (d->first != d->end && d->ring[d->first % SLOTS].arrives_ns < next)
        next = d->ring[d->first % SLOTS].arrives_ns;
    }
    int64_t wait = next - now_ns();
    if (wait < 0) wait = 0;
    struct timespec t = {wait / 1000000000LL, wait % 1000000000LL};
    struct pollfd both[2] = {{fd[0], POLLIN, 0}, {fd[1], POLLIN, 0}};
    ppoll(both, 2, &t, NULL);
    for (int i = 0; i < 2; i++) {
      if (!(both[i].revents & POLLIN)) continue;
      Direction *d = &way[i];
      for (;;) {
        Packet *p = &d->ring[d->end % SLOTS];
        p->bytes = read(fd[i], p->data, MTU);
        if (p->bytes <= 0) break;
        now = now_ns();
        if (drand48() < loss || waiting(d, now) >= most || d->end - d->first >= SLOTS - 1) continue;
        int64_t start = d->free_ns > now ? d->free_ns : now;
        d->free_ns = start + (int64_t)(p->bytes * ns_per_byte);
        p->leaves_ns = d->free_ns;
        p->arrives_ns = d->free_ns + delay_ns;
        d->end++;
      }
    }
  }
}
