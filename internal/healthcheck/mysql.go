package healthcheck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/go-sql-driver/mysql"
)

// The values of MySQLCheck.TLS.
const (
	// MySQLTLSPreferred encrypts if the server can, and takes any certificate.
	MySQLTLSPreferred = "preferred"
	// MySQLTLSVerify encrypts and wants a certificate that the system trusts.
	MySQLTLSVerify = "verify"
	// MySQLTLSOff does not encrypt.
	MySQLTLSOff = "off"
)

// MySQLCheck is a login at a MySQL or MariaDB server.
type MySQLCheck struct {
	Port               int
	Database, Username string
	Password           string
	// TLS is one of the constants; "" is MySQLTLSPreferred.
	TLS string
	// HandshakeOnly is for whoever does not know the password: that the server refuses the login passes too.
	HandshakeOnly bool
}

// deniedLogin are the errors of a server that knows the user's password to be another one, or the user not at all:
// ER_ACCESS_DENIED_ERROR, ER_DBACCESS_DENIED_ERROR and ER_ACCESS_DENIED_NO_PASSWORD_ERROR.
func deniedLogin(err error) bool {
	var refusal *mysql.MySQLError
	return errors.As(err, &refusal) && (refusal.Number == 1045 || refusal.Number == 1044 || refusal.Number == 1698)
}

// MySQL wants a login and the answer to SELECT 1.
func MySQL(address string, check MySQLCheck) Check {
	name := fmt.Sprintf("MySQL database %s on port %d", check.Database, check.Port)
	return Check{Name: name, Look: func(ctx context.Context) error {
		err := check.selectOne(ctx, address)
		if check.HandshakeOnly && deniedLogin(err) {
			return nil
		}
		return err
	}}
}

func (c MySQLCheck) selectOne(ctx context.Context, address string) error {
	config := mysql.NewConfig()
	config.User, config.Passwd, config.DBName = c.Username, c.Password, c.Database
	config.Net, config.Addr = "tcp", hostPort(address, c.Port)
	config.Timeout = LookLimit
	config.Logger = &mysql.NopLogger{} // What goes wrong is in the errors.
	config.TLSConfig = map[string]string{MySQLTLSVerify: "true", MySQLTLSOff: "false"}[c.TLS]
	if config.TLSConfig == "" {
		config.TLSConfig = "preferred"
	}
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return err
	}
	database := sql.OpenDB(connector)
	defer database.Close()
	var one int
	if err := database.QueryRowContext(ctx, "SELECT 1").Scan(&one); err != nil {
		return err
	}
	if one != 1 {
		return fmt.Errorf("SELECT 1 gave %d", one)
	}
	return nil
}
