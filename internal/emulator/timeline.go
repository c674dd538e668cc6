package emulator

import (
	"slices"
	"time"
)

// Timeline is the future of one entity: changes that become true when their time has come. Changes
// are applied when somebody looks, so an emulator needs no goroutine and its tests no sleep. The zero
// value is ready. It is not safe for concurrent use: the lock of its owner covers it.
type Timeline struct {
	steps []step
}

type step struct {
	due   time.Time
	apply func()
}

// Schedule has apply called by the first Advance at or after due. Steps of one instant keep the order
// in which they were scheduled.
func (t *Timeline) Schedule(due time.Time, apply func()) {
	t.steps = append(t.steps, step{due, apply})
	slices.SortStableFunc(t.steps, func(a, b step) int { return a.due.Compare(b.due) })
}

// Advance applies all steps that are due at now, in the order of their times. A step may schedule
// further ones, which are applied too if they are due.
func (t *Timeline) Advance(now time.Time) {
	for len(t.steps) > 0 && !t.steps[0].due.After(now) {
		next := t.steps[0]
		t.steps = t.steps[1:]
		next.apply()
	}
}

// Clear forgets all steps, as when an entity is deleted.
func (t *Timeline) Clear() { t.steps = nil }

// Pending tells whether a change is still to come.
func (t *Timeline) Pending() bool { return len(t.steps) > 0 }
