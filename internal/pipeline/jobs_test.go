package pipeline

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"testing"

	"cafe24-inventory-alert/internal/worklist"
)

// TestTheTableOfKindsHolds checks that each kind has a unique name, a queue
// that is served, a step, a time limit, and a claim that lasts at least as long
// as the time limit.
func TestTheTableOfKindsHolds(t *testing.T) {
	t.Parallel()
	renews := []worklist.DueKind{worklist.DueEvaluate, worklist.DueBulk} // each slice renews the lease
	seen := map[worklist.DueKind]bool{}
	for _, k := range newSteps(Config{}, &shared{}).table() {
		if seen[k.name] {
			t.Errorf("%s stands twice", k.name)
		}
		seen[k.name] = true
		if _, served := queues()[k.queue]; !served {
			t.Errorf("%s: nobody serves the queue %q", k.name, k.queue)
		}
		if k.step == nil || k.timeout <= 0 || k.timeout > longTimeout {
			t.Errorf("%s has no step, or runs for %s", k.name, k.timeout)
		}
		if k.lease != 0 && k.lease < k.timeout && !slices.Contains(renews, k.name) {
			t.Errorf("%s may run for %s and claims for %s", k.name, k.timeout, k.lease)
		}
		if k.alone != 0 && k.alone < k.timeout {
			t.Errorf("%s may run for %s, and another beside it after %s", k.name, k.timeout, k.alone)
		}
	}
	if n := len(seen); n < 19 {
		t.Errorf("%d kinds", n)
	}
}

var dueBranch = regexp.MustCompile(`\(SELECT '([a-z]+)', `)

// TestEveryKindBecomesDue compares the table with the query for due work. A
// kind without a branch in the query never runs, and a branch without a kind is
// skipped.
func TestEveryKindBecomesDue(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("../postgres/due.go")
	if err != nil {
		t.Fatal(err)
	}
	due := []string{string(dueCategory)} // inserted by the code that needs it
	for _, m := range dueBranch.FindAllStringSubmatch(string(source), -1) {
		due = append(due, m[1])
	}
	var kinds []string
	for _, k := range newSteps(Config{}, &shared{}).table() {
		kinds = append(kinds, string(k.name))
	}
	slices.Sort(due)
	slices.Sort(kinds)
	if due = slices.Compact(due); !slices.Equal(due, kinds) {
		t.Errorf("due is %v, the table has %v", due, kinds)
	}
}

// TestJobsAreUniqueAcrossVersions checks that a program from before the table
// makes the same job for the same work, because the arguments of a job make it
// unique.
func TestJobsAreUniqueAcrossVersions(t *testing.T) {
	t.Parallel()
	for want, work := range map[string]worklist.Due{
		`{"mall":"m"}`:              {Kind: worklist.DueRefresh, Mall: "m"},
		`{"mall":"m","message":7}`:  {Kind: worklist.DueDeliver, Mall: "m", ID: 7},
		`{"mall":"m","category":7}`: {Kind: dueCategory, Mall: "m", ID: 7},
	} {
		args := argsOf(work)
		got, err := json.Marshal(args)
		if err != nil || string(got) != want || args.Kind() != string(work.Kind) || args.work(work.Kind) != work {
			t.Errorf("%v is %s, want %s: %v", work, got, want, err)
		}
	}
}

// TestWorkOfANewerProgramIsLeft checks that work of an unknown kind is left
// alone, without an error.
func TestWorkOfANewerProgramIsLeft(t *testing.T) {
	t.Parallel()
	i := newInserter(newSteps(Config{}, &shared{}).table(), nil)
	if err := i.enqueue(t.Context(), worklist.Due{Kind: "newer", Mall: "m"}); err != nil {
		t.Error(err)
	}
}
