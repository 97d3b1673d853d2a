package words

import (
	"slices"
	"strings"
)

// channelNames name the channels. For the others than e-mail the catalogue makes
// every sentence of [ofChannels] that they do not have themselves, so a name is
// all that a new channel needs.
func channelNames() []entry {
	return []entry{
		{"channel.email", "이메일", "E-mail"},
		{"channel.slack", "Slack", "Slack"},
		{"channel.webhook", "웹훅", "Webhook"},
	}
}

// anyChannel stands in a key for the name of a channel.
const anyChannel = ".channel_"

// ofChannels are the sentences about a channel that list lacks, made from those
// about any: from letter.error.channel_gone comes letter.error.slack_gone, with the
// name of Slack as its argument.
func ofChannels(list []entry) []entry {
	has := map[string]bool{}
	for _, e := range list {
		has[e.key] = true
	}
	var made []entry
	for _, name := range channelNames() {
		channel := strings.TrimPrefix(name.key, "channel.")
		for _, e := range list {
			key := strings.Replace(e.key, anyChannel, "."+channel+"_", 1)
			if channel != "email" && strings.Contains(e.key, anyChannel) && !has[key] {
				made = append(made, entry{key, fill(e.ko, []any{name.ko}), fill(e.en, []any{name.en})})
			}
		}
	}
	return slices.Clip(made)
}
