package pipeline

import (
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

// jobArgs are what makes a job unique: its kind, its mall, and the message or
// category that it is about. It holds nothing that changes.
type jobArgs struct {
	kind     worklist.DueKind
	Mall     lowstock.MallID `json:"mall"`
	Message  int64           `json:"message,omitempty"`
	Category int64           `json:"category,omitempty"`
}

// Kind implements [river.JobArgs].
func (a jobArgs) Kind() string { return string(a.kind) }

func argsOf(work worklist.Due) jobArgs {
	args := jobArgs{kind: work.Kind, Mall: work.Mall}
	if work.Kind == dueCategory {
		args.Category = work.ID
	} else {
		args.Message = work.ID
	}
	return args
}

// work returns the work that a job of a kind is for.
func (a jobArgs) work(kind worklist.DueKind) worklist.Due {
	return worklist.Due{Kind: kind, Mall: a.Mall, ID: a.Message + a.Category}
}
