package web

import (
	"cafe24-inventory-alert/internal/web/present"
)

// viewer is a [Viewer] with the presenters of the subjects.
type viewer struct{ present.Viewer }

func (s *Server) viewerOf(who session) viewer { return viewer{s.readerOf(who)} }
