package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// httpSubsystem is the part of the log that holds the HTTP exchanges. Its level can be set alone by
// TF_LOG_PROVIDER_OCCI_HTTP.
const httpSubsystem = "http"

// LogHTTP is the transport's log: a subsystem of the provider's log.
func LogHTTP(ctx context.Context, level transport.Level, message string, fields map[string]any) {
	ctx = tflog.NewSubsystem(ctx, httpSubsystem, tflog.WithLevelFromEnv("TF_LOG_PROVIDER_OCCI_HTTP"))
	switch level {
	case transport.LevelDebug:
		tflog.SubsystemDebug(ctx, httpSubsystem, message, fields)
	case transport.LevelTrace:
		tflog.SubsystemTrace(ctx, httpSubsystem, message, fields)
	}
}
