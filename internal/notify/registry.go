package notify

import (
	"slices"

	"cafe24-inventory-alert/internal/lowstock"
)

// channels are all ways to reach a mall besides mail, in the order in which the
// settings show them: one line each.
func channels() []channel {
	return []channel{
		slack(),
		webhook{},
	}
}

// Kinds are the channels besides mail as merchants set them.
func Kinds() []Kind {
	var all []Kind
	for _, c := range channels() {
		all = append(all, c.kind())
	}
	return all
}

// Channels are those that this program can send by, mail among them. What a newer
// one has written for another channel is left to it.
func Channels() []lowstock.Channel {
	all := []lowstock.Channel{lowstock.ChannelEmail}
	for _, k := range Kinds() {
		all = append(all, k.Channel)
	}
	return all
}

// FieldOf returns the field of a name, and what it belongs to.
func FieldOf(key string) (k Kind, f Field, found bool) {
	for _, k := range Kinds() {
		if at := slices.IndexFunc(k.Fields, func(f Field) bool { return f.Key == key }); at >= 0 {
			return k, k.Fields[at], true
		}
	}
	return Kind{}, Field{}, false
}
