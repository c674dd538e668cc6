output "spark_master" {
  description = "Address of the node spark-master."
  value       = occi_floating_ip.spark_master.address
}

output "spark_worker" {
  description = "Addresses of the instances of the node spark-worker."
  value       = occi_compute.spark_worker[*].addresses[0]
}
