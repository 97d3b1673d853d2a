package notify

import (
	"net/http"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views/mail"
)

// slack accepts one message per second at an incoming webhook. Above that rate it
// asks the app to wait.
func slack() chat {
	return chat{
		name: lowstock.ChannelSlack, base: "https://hooks.slack.com", path: "/services/…",
		post: func(l mail.Message) any { return slackPost(l) }, size: slackFull,
		gone: []int{http.StatusForbidden, http.StatusNotFound, http.StatusGone},
	}
}
