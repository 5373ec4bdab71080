/* Between the diary's SQLite and the kernel (LD_PRELOAD): fails the n-th write or fsync of the
   database's files when told to, and notes each of them for a replay. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int64_t seen, fail_at;
static int fail_with, fail_on, trace = -1;

/* From the n-th call on (or that one alone) fail with this error; 0 never. */
void shim_arm(int64_t at, int error, int on) { seen = 0; fail_at = at; fail_with = error; fail_on = on; }

/* How many calls there were since. */
int64_t shim_seen(void) { return seen; }

static ssize_t real_write(int fd, const void *data, size_t size) {
  static ssize_t (*next)(int, const void *, size_t);
  if (!next) next = dlsym(RTLD_NEXT, "write");
  return next(fd, data, size);
}

static void note(char kind, const char *name, int64_t at, int64_t size, const void *data) {
  char head[256];
  if (trace < 0) return;
  int length = snprintf(head, sizeof head, "%c %s %lld %lld %d\n", kind, name, (long long)at,
                        (long long)size, data != NULL);
  pthread_mutex_lock(&lock);
  if (real_write(trace, head, length) < 0 || (data && real_write(trace, data, size) < 0)) _exit(9);
  pthread_mutex_unlock(&lock);
}

void shim_trace(const char *path) { trace = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600); }
void shim_mark(const char *words) { note('m', words, 0, 0, NULL); }

/* The last part of the name of a database's file; nothing for any other file. */
static const char *ours(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, 1023);
  if (length < 0) return NULL;
  path[length] = 0;
  const char *name = strrchr(path, '/');
  if (!name || strncmp(name, "/diary.sqlite", 13) || strstr(name, "-shm")) return NULL;
  return name + 1;
}

static int fails(void) {
  seen++;
  if (!fail_at || !(seen == fail_at || (fail_on && seen > fail_at))) return 0;
  errno = fail_with;
  return 1;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
  static ssize_t (*next)(int, const void *, size_t, off64_t);
  char path[1024];
  if (!next) next = dlsym(RTLD_NEXT, "pwrite64");
  const char *name = ours(fd, path);
  if (name) {
    if (fails()) return -1;
    note('w', name, at, size, data);
  }
  return next(fd, data, size, at);
}

ssize_t write(int fd, const void *data, size_t size) {
  char path[1024];
  const char *name = ours(fd, path);
  if (name) {
    if (fails()) return -1;
    note('w', name, lseek(fd, 0, SEEK_CUR), size, data);
  }
  return real_write(fd, data, size);
}

int fsync(int fd) {
  static int (*next)(int);
  char path[1024];
  if (!next) next = dlsym(RTLD_NEXT, "fsync");
  const char *name = ours(fd, path);
  if (name) {
    if (fails()) return -1;
    note('s', name, 0, 0, NULL);
    return 0; /* the replay decides what a disk kept; a sync of this machine's tells nothing */
  }
  return next(fd);
}

int fdatasync(int fd) { return fsync(fd); }

int ftruncate64(int fd, off64_t size) {
  static int (*next)(int, off64_t);
  char path[1024];
  if (!next) next = dlsym(RTLD_NEXT, "ftruncate64");
  const char *name = ours(fd, path);
  if (name) {
    if (fails()) return -1;
    note('t', name, size, 0, NULL);
  }
  return next(fd, size);
}
