package merchant

import (
	"cmp"
	"errors"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/preference"
)

// LayFields puts the fields that were sent into the channels of settings. A
// field that was not sent stays, and so does a field whose mask was sent back.
// "" clears a field. refused has the reason for each refused field under its
// name.
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

// wrongField returns why a value cannot be set, or "" when it can.
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

// Targets says whether a field of a channel may have a value. The error for a
// refused value is [lowstock.CodeInvalid].
type Targets interface {
	CheckField(key, value string) error
}
