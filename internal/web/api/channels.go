package api

import (
	"cmp"
	"encoding/json"

	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/present"
)

// fields reads the channels from a JSON object into the settings. The value null clears a channel.
func (h *Handler) fields(in *input, to *preference.Settings) {
	refused := h.Merchant.LayFields(func(key string) (string, bool) {
		if !in.given(key) {
			return "", false
		}
		value := in.text(key)
		return value, in.fields[key] == ""
	}, to)
	for key, reason := range refused {
		in.fields[key] = cmp.Or(in.fields[key], reason)
	}
}

// fieldsOf returns the fields of the channels as the API shows them, masked, and
// to who may not change them only that they are set; null for a field that
// is not set.
func fieldsOf(s preference.Settings, owns bool) map[string]*string {
	fields := map[string]*string{}
	for _, k := range notify.Kinds() {
		target := s.Targets.Of(k.Channel)
		values := k.Values(target.Address)
		for _, f := range k.Fields {
			shown := f.Shown(values[f.Key])
			if shown != "" && !owns {
				shown = notify.MaskDots
			}
			fields[f.Key] = orNull(shown)
		}
		if k.Channel.ForPrograms() {
			fields[signingField(k)] = orNull(present.MaskSecret(target.Signing))
		}
	}
	return fields
}

// signingField is the name of the API field that holds the masked signing secret of a channel.
func signingField(k notify.Kind) string { return string(k.Channel) + "_secret" }

// channelsSet returns for each channel whether it is set.
func channelsSet(s preference.Settings) map[string]bool {
	set := map[string]bool{}
	for _, k := range notify.Kinds() {
		set[string(k.Channel)] = s.Targets.Of(k.Channel).Address != ""
	}
	return set
}

// withMembers returns the JSON of an object with more members added.
func withMembers[T any](object any, more map[string]T) ([]byte, error) {
	body, err := json.Marshal(object)
	if err != nil || len(more) == 0 {
		return body, err
	}
	members, err := json.Marshal(more)
	if err != nil {
		return nil, err
	}
	return append(append(body[:len(body)-1], ','), members[1:]...), nil
}
