package settings

import (
	"slices"

	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

// channels presents the channels for the page of settings.
func (r viewer) channels(s preference.Settings) views.Channels {
	var v views.Channels
	for _, k := range notify.Kinds() {
		target := s.Targets.Of(k.Channel)
		row := views.Channel{Name: string(k.Channel)}
		if target.Address != "" {
			row.Test = r.T(k.Word("test"))
		}
		values := k.Values(target.Address)
		for _, f := range k.Fields {
			row.Fields = append(row.Fields, views.ChannelField{
				Key: f.Key, Type: f.Type, Placeholder: f.Placeholder, Value: r.shown(f, values[f.Key]),
				Label: r.T(k.Word(f.Word)), Hint: r.T(k.Word(f.Word + "_hint")),
			})
		}
		v.List = append(v.List, row)
		if k.Channel.ForPrograms() && target.Address != "" {
			v.Secret = present.MaskSecret(target.Signing)
		}
	}
	return v
}

// shown is a channel's field as the operator may see it. Who may not change it
// sees only that it is set.
func (r viewer) shown(f notify.Field, value string) string {
	if value != "" && !r.owns() {
		return notify.MaskDots
	}
	return f.Shown(value)
}

// channelSetting returns the name of a channel in the record of changes; "" if the setting is not a
// channel.
func (r viewer) channelSetting(what preference.Setting) string {
	at := slices.IndexFunc(notify.Kinds(), func(k notify.Kind) bool { return preference.Setting(k.Channel) == what })
	if at < 0 {
		return ""
	}
	k := notify.Kinds()[at]
	if len(k.Fields) > 1 {
		return r.ChannelName(k.Channel)
	}
	return r.T(k.Word(k.Fields[0].Word))
}
