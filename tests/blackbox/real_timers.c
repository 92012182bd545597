// Loaded before libfaketime (clock.py): hands timers of descriptors to the kernel as they are. libfaketime 0.9.10
// rewrites an absolute timer whatever its clock is, so that one that Asio sets as due "at once" is due in fifty years
// while the wall clock is set back.
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

int timerfd_settime(int descriptor, int flags, const struct itimerspec* next, struct itimerspec* before)
{
    return (int)syscall(SYS_timerfd_settime, descriptor, flags, next, before);
}
