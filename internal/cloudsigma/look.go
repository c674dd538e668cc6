package cloudsigma

import (
	"context"
	"fmt"
)

// Look is Get for callers that want to know how a server is and do not change it: those that ask while another
// one's request is under way get the answer of that, and must not change it. A refresh of twenty attachments of a
// server asks for it at the same time.
func (s *Servers) Look(ctx context.Context, uuid string) (*Server, error) {
	// That the caller who asks loses interest is nothing to the others; the transport bounds the request.
	answers := s.client.looks.DoChan(uuid, func() (any, error) { return s.Get(context.WithoutCancel(ctx), uuid) })
	select {
	case answer := <-answers:
		server, ok := answer.Val.(*Server)
		if answer.Err == nil && !ok {
			return nil, fmt.Errorf("read %s %s: the answer is a %T", s.entity, uuid, answer.Val)
		}
		return server, answer.Err
	case <-ctx.Done():
		return nil, fmt.Errorf("read %s %s: %w", s.entity, uuid, context.Cause(ctx))
	}
}
