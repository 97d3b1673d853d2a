package web

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// settingsRoutes are the routes of this subject.
func (s *Server) settingsRoutes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Settings, kit.See, s.settingsPage),
		kit.Get(paths.Digest, kit.See, s.digestPage),
		kit.Post(paths.Team, kit.Own, s.saveSettings(readTeam)),
		kit.Post(paths.Schedule, kit.Own, s.saveSettings(readSchedule)),
		kit.Post(paths.Language, kit.Own, s.saveSettings(readLanguage)),
		kit.Post(paths.Channels, kit.Own, s.saveSettings(s.readChannels)),
		kit.Post(paths.Recipients, kit.Own, s.saveSettings(readRecipient)),
		kit.Post(paths.AddRecipient, kit.Own, s.saveSettings(addRecipient)),
		kit.Post(paths.RemoveRecipient, kit.Own, s.saveSettings(removeRecipient)),
		kit.Post(paths.ConfirmRecipients, kit.Own, s.sendConfirm),
		kit.Post(paths.SendTest, kit.Own, s.sendTest).Within(mailTimeout),
		kit.Post(paths.WebhookSecret, kit.Own, s.webhookSecret),
		kit.Post(paths.Tokens, kit.Own, s.makeToken),
		kit.Post(paths.DeleteToken, kit.Own, s.deleteToken),
	}
}
