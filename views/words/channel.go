package words

import (
	"slices"
	"strings"
)

// channelNames are the names of the channels. A new channel needs nothing but a
// name: for every channel but e-mail, [ofChannels] makes the sentences that the
// channel does not have itself.
func channelNames() []entry {
	return []entry{
		{"channel.email", "이메일", "E-mail"},
		{"channel.slack", "Slack", "Slack"},
		{"channel.webhook", "웹훅", "Webhook"},
	}
}

// anyChannel is the part of a key that is replaced by the name of a channel.
const anyChannel = ".channel_"

// ofChannels returns the sentences about single channels that list lacks. It
// makes them from the sentences about any channel: letter.error.channel_gone with
// the name of Slack as its argument becomes letter.error.slack_gone.
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
