package cloudsigma

import (
	"context"
	"sync"
)

// keyedLocks are locks by name, for whose turn a caller stops waiting when its context ends. The zero
// value is ready.
type keyedLocks struct {
	mu    sync.Mutex
	locks map[string]*keyedLock
}

type keyedLock struct {
	turn  chan struct{}
	users int // holders and waiters; the last one removes the lock
}

// acquire waits for the lock. The function it returns releases it.
func (k *keyedLocks) acquire(ctx context.Context, key string) (release func(), err error) {
	k.mu.Lock()
	if k.locks == nil {
		k.locks = map[string]*keyedLock{}
	}
	lock := k.locks[key]
	if lock == nil {
		lock = &keyedLock{turn: make(chan struct{}, 1)}
		k.locks[key] = lock
	}
	lock.users++
	k.mu.Unlock()

	select {
	case lock.turn <- struct{}{}:
		return func() {
			<-lock.turn
			k.leave(key, lock)
		}, nil
	case <-ctx.Done():
		k.leave(key, lock)
		return nil, context.Cause(ctx)
	}
}

func (k *keyedLocks) leave(key string, lock *keyedLock) {
	k.mu.Lock()
	defer k.mu.Unlock()
	lock.users--
	if lock.users == 0 {
		delete(k.locks, key)
	}
}

// cache loads a value once, by one caller at a time, and keeps it until it is forgotten. A failed load is not kept.
// The zero value is ready.
type cache[T any] struct {
	turn  keyedLocks
	value *T
}

func (c *cache[T]) get(ctx context.Context, load func(context.Context) (*T, error)) (*T, error) {
	release, err := c.turn.acquire(ctx, "")
	if err != nil {
		return nil, err
	}
	defer release()
	if c.value == nil {
		if c.value, err = load(ctx); err != nil {
			c.value = nil
			return nil, err
		}
	}
	return c.value, nil
}

// forget has the next caller load the value anew, also if it is being loaded.
func (c *cache[T]) forget(ctx context.Context) {
	release, err := c.turn.acquire(context.WithoutCancel(ctx), "")
	if err != nil {
		return // A context that does not end has no error.
	}
	defer release()
	c.value = nil
}
