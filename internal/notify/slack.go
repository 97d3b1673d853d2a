package notify

import (
	"net/http"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views/mail"
)

// slack takes one message a second at an incoming webhook and asks for a pause
// beyond that.
func slack() chat {
	return chat{
		name: lowstock.ChannelSlack, base: "https://hooks.slack.com", path: "/services/…",
		post: func(l mail.Message) any { return slackPost(l) }, size: slackFull,
		gone: []int{http.StatusForbidden, http.StatusNotFound, http.StatusGone},
	}
}
