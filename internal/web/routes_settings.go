package web

import (
	"cafe24-inventory-alert/views/paths"
)

// settingsRoutes are the routes of this subject.
func (s *Server) settingsRoutes() []Route {
	return []Route{
		Get(paths.Settings, See, s.settingsPage),
		Get(paths.Digest, See, s.digestPage),
		Post(paths.Team, Own, s.saveSettings(readTeam)),
		Post(paths.Schedule, Own, s.saveSettings(readSchedule)),
		Post(paths.Language, Own, s.saveSettings(readLanguage)),
		Post(paths.Channels, Own, s.saveSettings(s.readChannels)),
		Post(paths.Recipients, Own, s.saveSettings(readRecipient)),
		Post(paths.AddRecipient, Own, s.saveSettings(addRecipient)),
		Post(paths.RemoveRecipient, Own, s.saveSettings(removeRecipient)),
		Post(paths.ConfirmRecipients, Own, s.sendConfirm),
		Post(paths.SendTest, Own, s.sendTest).Within(mailTimeout),
		Post(paths.WebhookSecret, Own, s.webhookSecret),
		Post(paths.Tokens, Own, s.makeToken),
		Post(paths.DeleteToken, Own, s.deleteToken),
	}
}
