package forecast

import (
	"github.com/google/go-cmp/cmp"
)

// ModelDiff compares all fields of two models.
func ModelDiff(a, b Model) string {
	return cmp.Diff(a, b, cmp.AllowUnexported(Model{}, spread{}, poolFacts{}),
		cmp.Comparer(func(a, b *Events) bool {
			if a == nil || b == nil {
				return a == b
			}
			return a.year == b.year && a.pool == b.pool && len(a.list) == len(b.list)
		}),
		cmp.Comparer(func(a, b *Pool) bool { return a == b }))
}
