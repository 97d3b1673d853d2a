package web

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
)

// viewer is a [Viewer] with the presenters of the subjects.
type viewer struct{ present.Viewer }

func (s *Server) viewerOf(who kit.Session) viewer { return viewer{s.ViewerOf(who)} }
