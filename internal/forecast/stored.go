package forecast

import (
	"encoding/binary"
	"math"

	"cafe24-inventory-alert/internal/outlook"
)

// modelVersion is the first byte of the output of [Model.Encode]. It changes
// with the fields of a model.
const modelVersion = 1

// Encode returns the model that the nightly forecast of a day fits, in a form to
// be stored, about 500 bytes, so that a page does not fit it. Events, season
// and pool are not in it: they are the mall's, and [ReadModel] gets them.
func (m *Model) Encode(night Date) []byte {
	list := []byte{modelVersion, byte(m.class), byte(m.strength)} //nolint:gosec // G115: both are small
	list = binary.LittleEndian.AppendUint32(list, uint32(night))  //nolint:gosec // G115: read back the same way
	list = binary.LittleEndian.AppendUint32(list, uint32(m.next)) //nolint:gosec // G115: read back the same way
	flags := byte(0)
	if m.sold {
		flags |= modelSold
	}
	if m.facts != nil {
		flags |= modelPooled
	}
	list = append(list, flags)
	m.numbers(func(x *float64) { list = appendFloat(list, *x) })
	return list
}

// The flags of an encoded model.
const (
	modelSold   = 1 << iota // something was sold
	modelPooled             // its facts for a pool follow
)

// modelHead is the length of what is encoded of every model.
const modelHead = 12

// ReadModel decodes the output of [Model.Encode] with the events of the variant.
// It returns false if there is none, if it has another version, or if it is not
// of the night of the stored forecast: an older version of the program has
// replaced that one since.
func ReadModel(stored outlook.StoredModel, events *Events) (m Model, ok bool) {
	list := stored.Content
	if len(list) < modelHead || list[0] != modelVersion || list[1] > byte(Lumpy) || list[2] > strengths {
		return m, false
	}
	night, next, flags := binary.LittleEndian.Uint32(list[3:]), binary.LittleEndian.Uint32(list[7:]), list[11]
	if Date(night) != DateOf(stored.On) || flags > modelSold|modelPooled { //nolint:gosec // G115: written the same way
		return m, false
	}
	m = Model{class: Class(list[1]), strength: int(list[2]), next: Date(next), events: events, sold: flags&modelSold > 0} //nolint:gosec // G115: written the same way
	if m.strength > 0 && events != nil && events.year != nil && events.year.strong[0] != nil {
		m.events = events.In(events.year.strong[m.strength-1])
	}
	if flags&modelPooled > 0 {
		m.facts = &poolFacts{class: m.class}
		if events != nil {
			m.pool = events.pool
		}
	}
	list = list[modelHead:]
	m.numbers(func(x *float64) {
		if ok = len(list) >= 8; ok {
			*x = math.Float64frombits(binary.LittleEndian.Uint64(list))
			list = list[8:]
		}
	})
	return m, ok && len(list) == 0
}

// numbers calls visit for each number of a model.
func (m *Model) numbers(visit func(x *float64)) {
	each := func(list []float64) {
		for i := range list {
			visit(&list[i])
		}
	}
	each(m.week[:])
	each(m.level[:])
	each(m.weights[:])
	for k := range m.spread {
		s := &m.spread[k]
		visit(&s.noise)
		each(s.level[:])
		each(s.inflation[:])
	}
	if f := m.facts; f != nil {
		visit(&f.ordinary)
		each(f.recent[:])
		visit(&f.zeros)
		each(f.lift[:])
	}
}
