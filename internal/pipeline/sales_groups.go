package pipeline

import (
	"context"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
)

// groups returns a lesson that knows what the last nightly forecast has learnt
// from the categories and suppliers of a mall. A failure costs the suggestions
// for new items and is logged; the other forecasts do not need them.
func (f *forecaster) groups(ctx context.Context, mall lowstock.MallID) *forecast.GroupLesson {
	lesson := forecast.NewGroupLesson()
	stored, err := f.store.Mall(mall).Groups(ctx)
	if err != nil {
		f.log.WarnContext(ctx, "the groups of a mall cannot be read", "mall", mall, "error", err)
		return lesson
	}
	lesson.Known = forecast.ReadGroups(stored)
	return lesson
}

// keep stores what this nightly forecast has learnt, for the next one. A failure is logged:
// then the next nightly forecast uses what is older.
func (f *forecaster) keep(ctx context.Context, mall lowstock.MallID, lesson *forecast.GroupLesson) {
	if err := f.store.Mall(mall).SaveGroups(ctx, lesson.Groups().Encode()); err != nil {
		f.log.WarnContext(ctx, "the groups of a mall cannot be stored", "mall", mall, "error", err)
	}
}
