package web

// viewer is a [Viewer] with the presenters of the subjects.
type viewer struct{ Viewer }

func (s *Server) viewerOf(who session) viewer { return viewer{s.readerOf(who)} }
