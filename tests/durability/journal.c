/* Loaded before libc (LD_PRELOAD): writes down, in order, every system call that changes a file of one folder.
   CUT_FOLDER names the folder, CUT_JOURNAL the file written. A record: op, file number, offset, length, bytes.
   A write is noted before it is done and a sync after it has returned, so that nothing counts as safe too early. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MOST = 4096, NAMES = 64, FOLDER = 63 };
static int file_of[MOST]; /* descriptor -> file number + 1 */
static char names[NAMES][512];
static int known, journal = -1;
static const char *folder;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

struct __attribute__((packed)) record { char op; uint8_t file; uint64_t offset; uint32_t length; };

__attribute__((constructor)) static void begin(void) {
    folder = getenv("CUT_FOLDER");
    const char *to = getenv("CUT_JOURNAL");
    if (folder && to) journal = syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_APPEND, 0600);
}

static void note(char op, int file, uint64_t offset, const void *bytes, size_t length) {
    struct record head = {op, (uint8_t)file, offset, (uint32_t)length};
    struct iovec parts[2] = {{&head, sizeof head}, {(void *)bytes, bytes ? length : 0}};
    pthread_mutex_lock(&gate);
    syscall(SYS_writev, journal, parts, 2);
    pthread_mutex_unlock(&gate);
}

static int ends(const char *path, const char *end) {
    size_t a = strlen(path), b = strlen(end);
    return a >= b && !strcmp(path + a - b, end);
}

static int number_of(const char *path) {
    size_t n = folder ? strlen(folder) : 0;
    if (journal < 0 || !n || strncmp(path, folder, n) || ends(path, "-shm")) return -1;
    if (path[n] == 0) return FOLDER;
    if (path[n] != '/' || strlen(path) >= sizeof names[0]) return -1;
    for (int i = 0; i < known; i++) if (!strcmp(names[i], path)) return i;
    if (known >= FOLDER) abort();
    strcpy(names[known], path);
    note('N', known, 0, path + n + 1, strlen(path + n + 1));
    return known++;
}

static int opened(int fd, const char *path, int flags, int was_there) {
    if (fd < 0 || fd >= MOST) return fd;
    int file = number_of(path);
    file_of[fd] = file + 1;
    if (file >= 0 && file != FOLDER) {
        if (!was_there) note('C', file, 0, 0, 0);
        if (flags & O_TRUNC) note('T', file, 0, 0, 0);
    }
    return fd;
}

static int tracked(int fd) { return fd >= 0 && fd < MOST ? file_of[fd] - 1 : -1; }

#define OPEN(name, ...)                                                                   \
    int name(__VA_ARGS__ const char *path, int flags, ...) {                              \
        va_list more; va_start(more, flags);                                              \
        int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, int) : 0; va_end(more);   \
        int there = !syscall(SYS_faccessat, AT_FDCWD, path, F_OK);                        \
        return opened(real_open(DIRECTORY, path, flags, mode), path, flags, there);       \
    }
static int real_open(int at, const char *path, int flags, int mode) {
    static int (*real)(int, const char *, int, ...);
    if (!real) real = dlsym(RTLD_NEXT, "openat");
    return real(at, path, flags, mode);
}
#define DIRECTORY AT_FDCWD
OPEN(open) OPEN(open64)
#undef DIRECTORY
#define DIRECTORY at
#define COMMA ,
OPEN(openat, int at COMMA) OPEN(openat64, int at COMMA)

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    int file = tracked(fd);
    if (file >= 0) note('W', file, at, bytes, length);
    return real(fd, bytes, length, at);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return pwrite64(fd, bytes, length, at); }

ssize_t write(int fd, const void *bytes, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    int file = tracked(fd);
    if (file >= 0) {
        int appends = syscall(SYS_fcntl, fd, F_GETFL) & O_APPEND;
        note('W', file, syscall(SYS_lseek, fd, 0, appends ? SEEK_END : SEEK_CUR), bytes, length);
    }
    return real(fd, bytes, length);
}

int ftruncate64(int fd, off64_t length) {
    REAL(int, "ftruncate64", int, off64_t);
    int file = tracked(fd);
    if (file >= 0) note('T', file, length, 0, 0);
    return real(fd, length);
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static int synced(int fd, int done) {
    if (!done && tracked(fd) >= 0) note('S', tracked(fd), 0, 0, 0);
    return done;
}
int fsync(int fd) { REAL(int, "fsync", int); return synced(fd, real(fd)); }
int fdatasync(int fd) { REAL(int, "fdatasync", int); return synced(fd, real(fd)); }

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    int file = number_of(path);
    if (file >= 0 && file != FOLDER) note('U', file, 0, 0, 0);
    return real(path);
}

int close(int fd) {
    REAL(int, "close", int);
    if (fd >= 0 && fd < MOST) file_of[fd] = 0;
    return real(fd);
}
