package merchant

import (
	"cmp"
	"errors"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/preference"
)

// LayFields lays what was sent over the channels of settings: a field that was not
// sent stays, as does one whose mask comes back; "" clears it. Refused fields have
// the reason by their names.
func (s *Service) LayFields(sent func(key string) (value string, given bool), to *preference.Settings) (refused map[string]string) {
	refused = map[string]string{}
	for _, k := range notify.Kinds() {
		stored := to.Targets.Of(k.Channel).Address
		values := k.Values(stored)
		for _, f := range k.Fields {
			value, given := sent(f.Key)
			if !given || value == f.Shown(values[f.Key]) {
				continue
			}
			if wrong := s.wrongField(f.Key, value); wrong != "" {
				refused[f.Key] = wrong
				continue
			}
			values[f.Key] = value
		}
		target, missing := k.Pack(values)
		for _, key := range missing {
			refused[key] = cmp.Or(refused[key], "error.field_missing")
		}
		if target != stored {
			to.Targets = to.Targets.With(k.Channel, target)
		}
	}
	return refused
}

// wrongField says why a value cannot be set, "" where it can.
func (s *Service) wrongField(key, value string) string {
	switch {
	case value == "":
		return ""
	case strings.Contains(value, notify.MaskDots):
		return "error.mask"
	}
	err := s.targets.CheckField(key, value)
	if err == nil {
		return ""
	}
	if own, ok := errors.AsType[*lowstock.Error](err); ok && own.Fields[key] != "" {
		return own.Fields[key]
	}
	return "error.invalid"
}

// Targets says whether a value may be set for a field of a channel. A refused one
// is [lowstock.CodeInvalid].
type Targets interface {
	CheckField(key, value string) error
}
